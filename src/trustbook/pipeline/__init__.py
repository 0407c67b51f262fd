"""Run the stages that turn returns into a site, here or on a cluster."""
