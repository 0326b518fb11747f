"""What every address passes, page or program: its rule, the answer in JSON that is a refusal, and how often."""
