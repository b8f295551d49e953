"""What staff take away of delegates: lists of every length, and the office's papers."""
