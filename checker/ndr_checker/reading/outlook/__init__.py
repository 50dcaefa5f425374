"""Outlook's .msg files (MS-OXMSG) in their compound files (MS-CFB)."""
