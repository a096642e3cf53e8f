"""Names and codes of letters that every reader draws alike in a font it brings itself.

Adobe's standard Latin set (ISO 32000-1, D.2), and which codes of the three encodings have a
letter of it. Of a name outside this set – ``uni0039``, ``g57``, ``nine.alt`` – one reader draws a
nine, one the letter that stood at that code, one nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
DIGITS = {name: str(value) for value, name in enumerate(_DIGITS)}
"""What the names of digits say."""


def _words(text: str) -> list[str]:
    return text.split()


LATIN = tuple(
    _words("""
    space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright
    asterisk plus comma hyphen period slash zero one two three four five six seven eight nine
    colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V
    W X Y Z bracketleft backslash bracketright asciicircum underscore quoteleft a b c d e f g
    h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde exclamdown cent
    sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft
    guilsinglleft guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph bullet
    quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand questiondown
    grave acute circumflex tilde macron breve dotaccent dieresis ring cedilla hungarumlaut
    ogonek caron emdash AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash
    oe germandbls onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter
    divide brokenbar degree thorn threequarters twosuperior registered minus eth multiply
    threesuperior copyright Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla Eacute
    Ecircumflex Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute Ocircumflex
    Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron
    aacute acircumflex adieresis agrave aring atilde ccedilla eacute ecircumflex edieresis
    egrave iacute icircumflex idieresis igrave ntilde oacute ocircumflex odieresis ograve
    otilde scaron uacute ucircumflex udieresis ugrave yacute ydieresis zcaron Euro
    """)
)
"""In the order in which compact fonts count them, from 1 on; the last has no number there."""
_LETTERS = (
    ' !"#$%&’()*'
    "+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_‘abcdefghijklmnopqrstuvwxyz"
    "{|}~¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ–†‡·¶•‚„”»…‰¿`´ˆ˜¯˘˙¨˚¸˝˛ˇ—ÆªŁØŒºæıłøœß¹¬µ™Ð½±Þ¼÷¦°þ¾²®−ð×³©ÁÂÄÀÅÃÇÉÊËÈÍÎÏÌ"
    "ÑÓÔÖÒÕŠÚÛÜÙÝŸŽáâäàåãçéêëèíîïìñóôöòõšúûüùýÿž€"
)
LETTERS = dict(zip(LATIN, _LETTERS, strict=True))
"""What they are in Unicode."""
EXPERT = tuple(
    _words("""
    exclamsmall Hungarumlautsmall dollaroldstyle dollarsuperior ampersandsmall Acutesmall
    parenleftsuperior parenrightsuperior twodotenleader onedotenleader zerooldstyle
    oneoldstyle twooldstyle threeoldstyle fouroldstyle fiveoldstyle sixoldstyle sevenoldstyle
    eightoldstyle nineoldstyle commasuperior threequartersemdash periodsuperior questionsmall
    asuperior bsuperior centsuperior dsuperior esuperior isuperior lsuperior msuperior
    nsuperior osuperior rsuperior ssuperior tsuperior ff ffi ffl parenleftinferior
    parenrightinferior Circumflexsmall hyphensuperior Gravesmall Asmall Bsmall Csmall Dsmall
    Esmall Fsmall Gsmall Hsmall Ismall Jsmall Ksmall Lsmall Msmall Nsmall Osmall Psmall Qsmall
    Rsmall Ssmall Tsmall Usmall Vsmall Wsmall Xsmall Ysmall Zsmall colonmonetary onefitted
    rupiah Tildesmall exclamdownsmall centoldstyle Lslashsmall Scaronsmall Zcaronsmall
    Dieresissmall Brevesmall Caronsmall Dotaccentsmall Macronsmall figuredash hypheninferior
    Ogoneksmall Ringsmall Cedillasmall questiondownsmall oneeighth threeeighths fiveeighths
    seveneighths onethird twothirds zerosuperior foursuperior fivesuperior sixsuperior
    sevensuperior eightsuperior ninesuperior zeroinferior oneinferior twoinferior
    threeinferior fourinferior fiveinferior sixinferior seveninferior eightinferior
    nineinferior centinferior dollarinferior periodinferior commainferior Agravesmall
    Aacutesmall Acircumflexsmall Atildesmall Adieresissmall Aringsmall AEsmall Ccedillasmall
    Egravesmall Eacutesmall Ecircumflexsmall Edieresissmall Igravesmall Iacutesmall
    Icircumflexsmall Idieresissmall Ethsmall Ntildesmall Ogravesmall Oacutesmall
    Ocircumflexsmall Otildesmall Odieresissmall OEsmall Oslashsmall Ugravesmall Uacutesmall
    Ucircumflexsmall Udieresissmall Yacutesmall Thornsmall Ydieresissmall 001.000 001.001
    001.002 001.003 Black Bold Book Light Medium Regular Roman Semibold
    """)
)
"""What they count behind these: letters for fine typesetting, and words for weights."""


def _codes(*ranges: tuple[int, int]) -> frozenset[int]:
    return frozenset(code for first, last in ranges for code in range(first, last + 1))


def _without(codes: Iterable[int], *left_out: int) -> frozenset[int]:
    return frozenset(codes) - frozenset(left_out)


_ASCII = _codes((32, 126))
CODES = {
    "/StandardEncoding": _ASCII
    | _codes((0xA1, 0xAF), (0xB1, 0xB4), (0xB6, 0xBD), (0xBF, 0xBF), (0xC1, 0xC8), (0xCA, 0xCB))
    | _codes((0xCD, 0xD0), (0xE1, 0xE1), (0xE3, 0xE3), (0xE8, 0xEB), (0xF1, 0xF1), (0xF5, 0xF5))
    | _codes((0xF8, 0xFB)),
    # Of those that are not in use every reader makes a bullet, as D.2 has it.
    "/WinAnsiEncoding": _codes((32, 255)),
    # What is mathematics in the Macintosh's own set has no letter in the standard's.
    "/MacRomanEncoding": _without(
        _codes((32, 255)),
        *(0x7F, 0xAD, 0xB0, 0xB2, 0xB3, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xBD, 0xC3, 0xC5, 0xC6),
        *(0xD7, 0xF0),
    ),
}
"""Codes that have a letter, by the name of the encoding."""
_STANDARD_CODES = sorted(CODES["/StandardEncoding"])
_BY_LETTER = {letter: name for name, letter in LETTERS.items()} | {
    "\xa0": "space",
    "\xad": "hyphen",
}


def _named(codes: Iterable[int], codec: str) -> dict[int, str]:
    letters = ((code, bytes((code,)).decode(codec, "ignore")) for code in codes)
    return {code: _BY_LETTER[letter] for code, letter in letters if letter in _BY_LETTER}


NAMES = {
    # The first ones that compact fonts count are in its order.
    "/StandardEncoding": dict(zip(_STANDARD_CODES, LATIN, strict=False)),
    "/WinAnsiEncoding": _named(CODES["/WinAnsiEncoding"], "cp1252"),
    # What was a sign for any currency is the Euro since.
    "/MacRomanEncoding": _named(CODES["/MacRomanEncoding"] - {0xDB}, "mac_roman"),
}
"""Names of letters by code, for each encoding, where readers agree."""
UNSAID = _ASCII - {0x27, 0x60}
"""Codes that mean the same, whichever encoding a reader takes where none is named."""

_FAMILIES = {
    "Helvetica": ("", "-Bold", "-Oblique", "-BoldOblique"),
    "Times": ("-Roman", "-Bold", "-Italic", "-BoldItalic"),
    "Courier": ("", "-Bold", "-Oblique", "-BoldOblique"),
    "Arial": ("", "-Bold", "-Italic", "-BoldItalic"),
    "ArialMT": ("",),
    "TimesNewRoman": ("", "-Bold", "-Italic", "-BoldItalic"),
    "TimesNewRomanPS": ("", "-Bold", "-Italic", "-BoldItalic"),
    "TimesNewRomanPSMT": ("",),
    "CourierNew": ("", "-Bold", "-Italic", "-BoldItalic"),
    "CourierNewPSMT": ("",),
}
_STYLED = (
    *("Helvetica", "Arial", "TimesNewRoman", "Courier", "CourierNew"),
    *("ArialMT", "TimesNewRomanPSMT", "CourierNewPSMT"),
)
STANDARD = frozenset(
    (
        *(family + style for family, styles in _FAMILIES.items() for style in styles),
        *(family + style for family in _STYLED for style in (",Bold", ",Italic", ",BoldItalic")),
        *("Arial-BoldMT", "Arial-ItalicMT", "Arial-BoldItalicMT"),
        *("TimesNewRomanPS-BoldMT", "TimesNewRomanPS-ItalicMT", "TimesNewRomanPS-BoldItalicMT"),
        *("CourierNewPS-BoldMT", "CourierNewPS-ItalicMT", "CourierNewPS-BoldItalicMT"),
    )
)
"""Fonts that every reader brings, or has one of the same measures for (9.6.2.2)."""


def _own(text: str) -> dict[int, str]:
    """Return names by code; a number says where the next ones begin."""
    found: dict[int, str] = {}
    code = 0
    for word in _words(text):
        if word.isdigit():
            code = int(word)
        else:
            found[code] = word
            code += 1
    return found


SIGNS = {
    "Symbol": _own("""
        32 space exclam universal numbersign existential percent ampersand suchthat parenleft
        parenright asteriskmath plus comma minus period slash zero one two three four five six
        seven eight nine colon semicolon less equal greater question congruent Alpha Beta Chi
        Delta Epsilon Phi Gamma Eta Iota theta1 Kappa Lambda Mu Nu Omicron Pi Theta Rho Sigma Tau
        Upsilon sigma1 Omega Xi Psi Zeta bracketleft therefore bracketright perpendicular
        underscore radicalex alpha beta chi delta epsilon phi gamma eta iota phi1 kappa lambda mu
        nu omicron pi theta rho sigma tau upsilon omega1 omega xi psi zeta braceleft bar
        braceright similar 160 Euro Upsilon1 minute lessequal fraction infinity florin club
        diamond heart spade arrowboth arrowleft arrowup arrowright arrowdown degree plusminus
        second greaterequal multiply proportional partialdiff bullet divide notequal equivalence
        approxequal ellipsis arrowvertex arrowhorizex carriagereturn aleph Ifraktur Rfraktur
        weierstrass circlemultiply circleplus emptyset intersection union propersuperset
        reflexsuperset notsubset propersubset reflexsubset element notelement angle gradient
        registerserif copyrightserif trademarkserif product radical dotmath logicalnot logicaland
        logicalor arrowdblboth arrowdblleft arrowdblup arrowdblright arrowdbldown lozenge
        angleleft registersans copyrightsans trademarksans summation parenlefttp parenleftex
        parenleftbt bracketlefttp bracketleftex bracketleftbt bracelefttp braceleftmid braceleftbt
        braceex 241 angleright integral integraltp integralex integralbt parenrighttp parenrightex
        parenrightbt bracketrighttp bracketrightex bracketrightbt bracerighttp bracerightmid
        bracerightbt
        """),
    "ZapfDingbats": _own("""
        32 space a1 a2 a202 a3 a4 a5 a119 a118 a117 a11 a12 a13 a14 a15 a16 a105 a17 a18 a19 a20
        a21 a22 a23 a24 a25 a26 a27 a28 a6 a7 a8 a9 a10 a29 a30 a31 a32 a33 a34 a35 a36 a37 a38
        a39 a40 a41 a42 a43 a44 a45 a46 a47 a48 a49 a50 a51 a52 a53 a54 a55 a56 a57 a58 a59 a60
        a61 a62 a63 a64 a65 a66 a67 a68 a69 a70 a71 a72 a73 a74 a203 a75 a204 a76 a77 a78 a79 a81
        a82 a83 a84 a97 a98 a99 a100 128 a89 a90 a93 a94 a91 a92 a205 a85 a206 a86 a87 a88 a95 a96
        161 a101 a102 a103 a104 a106 a107 a108 a112 a111 a110 a109 a120 a121 a122 a123 a124 a125
        a126 a127 a128 a129 a130 a131 a132 a133 a134 a135 a136 a137 a138 a139 a140 a141 a142 a143
        a144 a145 a146 a147 a148 a149 a150 a151 a152 a153 a154 a155 a156 a157 a158 a159 a160 a161
        a163 a164 a196 a165 a192 a166 a167 a168 a169 a170 a171 a172 a173 a162 a174 a175 a176 a177
        a178 a179 a193 a180 a199 a181 a200 a182 241 a201 a183 a184 a197 a185 a194 a198 a186 a195
        a187 a188 a189 a190 a191
        """),
}
"""The two of them that have an encoding of their own (D.5, D.6)."""
