"""The gates of wordings: everything here was taken from frozen versions, so everybody may read it."""
