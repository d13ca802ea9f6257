"""Words of the field and what they mean, for readers of public pages who do not work in it."""

from typing import Final

GLOSSARY: Final = (
    ("Agency social worker", "A social worker who is paid through an agency and is not employed by the council."),
    (
        "Assessment",
        "The work by which social workers find out what a child needs. The law limits how long it may take.",
    ),
    ("Caseload", "How many children a social worker is responsible for at one time."),
    ("Child in need", "A child whom social workers help because it would not do well without that help."),
    ("Child looked after", "A child in the care of the council."),
    ("Child protection conference", "A meeting that decides whether a child needs a plan to be kept safe."),
    ("Child protection enquiry", "Looking into whether a child is being harmed, as the Children Act asks."),
    ("Child protection plan", "What agencies agree to do to keep a child safe from harm."),
    ("Core group", "The people who carry out a child protection plan together."),
    ("Full-time equivalent (FTE)", "Workers counted by their hours: two who each work half the week are one."),
    ("Median", "The figure in the middle: half are below it and half above."),
    ("Neighbours, statistical", "The ten councils that DfE finds most like this one in who lives there."),
    ("Quartile", "One of the figures that part a list into four. A quarter of the list lies below the lower one."),
    ("Quorate", "A meeting to which everyone came who had to be there."),
    ("Rate", "How many there are for each ten thousand children who live in the area."),
    ("Referral", "A request to social workers to help a child or to look into a worry."),
    ("Strategy meeting", "A meeting of social workers, police and health when a child may be at risk of harm."),
    ("Usual variation", "How far a figure goes up and down from month to month while nothing has changed."),
    ("Working day", "A day from Monday to Friday that is not a bank holiday."),
)
"""Word and meaning, in order of word. Source: Working Together to Safeguard Children; Children Act 1989; DfE."""
