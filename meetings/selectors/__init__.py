"""What pages, mails and calendars show of meetings: rows in words, made once for one viewer.

Everything that leaves here has passed the rule about seeing; templates only lay it out.
"""
