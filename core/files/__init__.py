"""Files that people upload: what they are, what they are called, how much is taken, the words in them."""
