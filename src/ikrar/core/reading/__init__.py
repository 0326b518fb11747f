"""Reading: a press text becomes a draft record in which every value shows the words it came from."""
