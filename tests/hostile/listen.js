// Before any script of a page: what its policy stops is written down.
window.hostileViolations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  const where = event.target && event.target.outerHTML ? event.target.outerHTML.slice(0, 200) : "";
  window.hostileViolations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample} ${where}`);
});
