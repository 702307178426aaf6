"""The words in which the history names phases, grades and the alliance region."""

PHASES = [
    "Nursery",
    "Primary",
    "Secondary",
    "All-through",
    "16 to 19",
    "Special",
    "Alternative provision",
]
GRADES = {1: "Outstanding", 2: "Good", 3: "Requires improvement", 4: "Inadequate"}
ALLIANCE_REGION = "Alliance region"
ALLIANCE_REGIONS = ("North East", "Yorkshire and The Humber", "East Midlands")
