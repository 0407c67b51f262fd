"""List the words by which a reader may look for the chapter. Out: words, in any case."""

WORDS = (
    "front door",
    "referrals",
    "referral",
    "contacts",
    "MASH",
    "early help",
    "assessments",
)
