"""What a verification found, told to people and programs: JSON, HTML, PDF, in four languages.

    words      the texts, and what a code and its detail mean
    outline    the paper: a simple part that says the verdict, a detailed one that says why
    data       the same for programs
    html, pdf  the paper as a page and as a file

The client, its command line and the registry's public page all take their reports from here.
"""
