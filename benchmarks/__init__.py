"""Quality and speed; each module prints one line per figure. Quoted figures come from here."""
