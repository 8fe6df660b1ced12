"""What people and programs mail to us: the parts, the words, and reports that one of our mails came back."""
