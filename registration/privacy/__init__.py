"""What people may ask about their own data, and how it is wiped.

holdings     every column of every table: how it is wiped, or that nobody is in it
erasing      asked for, confirmed, done, and the receipt
holding      all that is held of one registration, for its person
corrections  details that people correct, until a date
addresses    a new address, which its mailbox confirms
"""
