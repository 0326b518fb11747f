"""What is kept about the stages of elections; the stages themselves are computed from the files of elections."""
