"""Who comes: what a delegate goes through, from the form to the letter.

The heart lies open here. `enrolment` registers, approves, declines and cancels;
`places` takes places, gives them back and seats who waits; `states`, `errors`, `links`
and `fields` are what all of it stands on. Around it, each in a folder: `models`, the
form of the public (`signup`), the page behind the personal link (`personal`), what is
written to people (`letters`), and the pages of staff (`admin`).
"""
