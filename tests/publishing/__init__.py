"""Try what publishing promises: killed runs, full disks, races, umasks, single bytes, tampering."""
