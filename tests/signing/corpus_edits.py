"""What a forger changes in a PDF, each as a function of an incremental writer."""

from collections.abc import Callable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer

Edit = Callable[[Writer], None]

pdf_name = generic.pdf_name


def dictionary(**entries: generic.PdfObject) -> generic.DictionaryObject:
    """A dictionary from keyword arguments, whose names need no slash."""
    return generic.DictionaryObject({pdf_name(f"/{key}"): to for key, to in entries.items()})


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject([generic.FloatObject(value) for value in values])


def name(word: str) -> generic.NameObject:
    return pdf_name(f"/{word}")


def text(words: str) -> generic.TextStringObject:
    return generic.TextStringObject(words)


def page_of(w: Writer, number: int = 0) -> generic.DictionaryObject:
    return w.root["/Pages"]["/Kids"][number]


def reference_of(w: Writer, number: int = 0) -> generic.IndirectObject:
    return w.root["/Pages"]["/Kids"].raw_get(number)


def stream(w: Writer, data: bytes, **entries: generic.PdfObject) -> generic.IndirectObject:
    return w.add_object(generic.StreamObject(dictionary(**entries), stream_data=data))


def field_of(w: Writer, title: str) -> generic.DictionaryObject:
    fields = w.root["/AcroForm"]["/Fields"]
    return next(
        found for found in map(generic.IndirectObject.get_object, fields) if found["/T"] == title
    )


def changed(w: Writer, container: generic.DictionaryObject, key: str, to: object) -> None:
    container[pdf_name(key)] = to
    w.update_container(container)


def _kids(w: Writer, change: Callable[[generic.ArrayObject], None]) -> None:
    pages = w.root["/Pages"]
    kids = generic.ArrayObject(pages["/Kids"].raw_get(i) for i in range(len(pages["/Kids"])))
    change(kids)
    pages[pdf_name("/Kids")] = kids
    pages[pdf_name("/Count")] = generic.NumberObject(len(kids))
    w.update_container(pages)


def _blank(w: Writer) -> generic.IndirectObject:
    page = dictionary(
        Type=name("Page"), MediaBox=numbers(0, 0, 595, 842), Parent=w.root.raw_get("/Pages")
    )
    return w.add_object(page)


def _annotated(subtype: str, **more: generic.PdfObject) -> Edit:
    def edit(w: Writer) -> None:
        note = dictionary(
            Type=name("Annot"), Subtype=name(subtype), Rect=numbers(70, 300, 520, 420), **more
        )
        page = page_of(w)
        notes = generic.ArrayObject(
            [*(page.get("/Annots") or generic.ArrayObject()), w.add_object(note)]
        )
        changed(w, page, "/Annots", notes)

    return edit


def _catalog(key: str, make: Callable[[Writer], object]) -> Edit:
    def edit(w: Writer) -> None:
        w.root[pdf_name(key)] = make(w)
        w.update_root()

    return edit


def _page(key: str, make: Callable[[Writer], object]) -> Edit:
    return lambda w: changed(w, page_of(w), key, make(w))


def _script(_w: Writer | None = None) -> generic.DictionaryObject:
    return dictionary(S=name("JavaScript"), JS=text("app.alert('工资 30,000 元')"))


def _retitle(key: str) -> Edit:
    return lambda w: w.set_info(dictionary(**{key: text("另一份合同")}))


def _painted_over(w: Writer) -> None:
    cover = stream(w, b"q 1 1 1 rg 70 300 450 120 re f Q\n")
    page = page_of(w)
    old = page.raw_get("/Contents")
    parts = list(old) if isinstance(old, generic.ArrayObject) else [old]
    changed(w, page, "/Contents", generic.ArrayObject([*parts, cover]))


def _font_swapped(w: Writer) -> None:
    fonts = page_of(w)["/Resources"]["/Font"]
    other = w.add_object(
        dictionary(Type=name("Font"), Subtype=name("Type1"), BaseFont=name("Symbol"))
    )
    for key in list(fonts):
        fonts[key] = other
    w.update_container(fonts)


def _appearance_swapped(w: Writer) -> None:
    look = stream(
        w,
        b"0 0 1 rg 0 0 100 50 re f\n",
        Type=name("XObject"),
        Subtype=name("Form"),
        BBox=numbers(0, 0, 100, 50),
    )
    changed(w, field_of(w, "WorkerSignature"), "/AP", dictionary(N=look))


def _field_added(w: Writer) -> None:
    form = w.root["/AcroForm"]
    field = dictionary(
        FT=name("Tx"),
        T=text("奖金"),
        V=text("无"),
        Type=name("Annot"),
        Subtype=name("Widget"),
        Rect=numbers(70, 500, 300, 520),
        P=reference_of(w),
    )
    form["/Fields"].append(w.add_object(field))
    w.update_container(form["/Fields"])
    w.update_container(form)


def _attached(w: Writer) -> generic.DictionaryObject:
    file = stream(w, b"MZ", Type=name("EmbeddedFile"))
    spec = w.add_object(
        dictionary(Type=name("Filespec"), F=text("补充.exe"), EF=dictionary(F=file))
    )
    return dictionary(EmbeddedFiles=dictionary(Names=generic.ArrayObject([text("补充"), spec])))


def _named_script(w: Writer) -> generic.DictionaryObject:
    script = w.add_object(_script())
    return dictionary(JavaScript=dictionary(Names=generic.ArrayObject([text("x"), script])))


def _layers(w: Writer) -> generic.DictionaryObject:
    layer = w.add_object(dictionary(Type=name("OCG"), Name=text("隐藏")))
    off = dictionary(OFF=generic.ArrayObject([layer]))
    return dictionary(OCGs=generic.ArrayObject([layer]), D=off)


def _reversed(kids: generic.ArrayObject) -> None:
    kids.reverse()


CHANGES: dict[str, Edit] = {
    "a page appended": lambda w: _kids(w, lambda kids: kids.append(_blank(w))),
    "a page put first": lambda w: _kids(w, lambda kids: kids.insert(0, _blank(w))),
    "the last page removed": lambda w: _kids(w, lambda kids: kids.pop()),
    "the pages reversed": lambda w: _kids(w, _reversed),
    "a page shown twice": lambda w: _kids(w, lambda kids: kids.append(kids[0])),
    "a page turned": _page("/Rotate", lambda w: generic.NumberObject(180)),
    "a page cut off": _page("/CropBox", lambda w: numbers(0, 500, 595, 842)),
    "a page scaled": _page("/MediaBox", lambda w: numbers(0, 0, 300, 300)),
    "text painted over": _painted_over,
    "a page's text exchanged": _page("/Contents", lambda w: stream(w, b"BT ET\n")),
    "the fonts exchanged": _font_swapped,
    "a note laid over": _annotated("FreeText", Contents=text("工资 3,000 元"), DA=text("/F 9 Tf")),
    "a stamp laid over": _annotated("Stamp", Name=name("Approved")),
    "a rectangle laid over": _annotated("Square", IC=numbers(1, 1, 1), F=generic.NumberObject(4)),
    "a text marked as struck out": _annotated(
        "StrikeOut", QuadPoints=numbers(70, 400, 500, 400, 70, 380, 500, 380)
    ),
    "a link laid over": _annotated("Link", A=dictionary(S=name("URI"), URI=text("http://x"))),
    "a pop-up added": _annotated("Text", Contents=text("作废")),
    "a file attached": _catalog("/Names", _attached),
    "a script at opening": _catalog("/OpenAction", _script),
    "a script by name": _catalog("/Names", _named_script),
    "a script at closing": _catalog("/AA", lambda w: dictionary(WC=_script())),
    "a script on a page": _page("/AA", lambda w: dictionary(O=_script())),
    "a program started": _catalog(
        "/OpenAction", lambda w: dictionary(S=name("Launch"), F=text("cmd.exe"))
    ),
    "an address opened": _catalog(
        "/OpenAction", lambda w: dictionary(S=name("URI"), URI=text("http://x"))
    ),
    "a layer hidden": _catalog("/OCProperties", _layers),
    "page labels": _catalog(
        "/PageLabels",
        lambda w: dictionary(
            Nums=generic.ArrayObject([generic.NumberObject(0), dictionary(P=text("附件"))])
        ),
    ),
    "an outline": _catalog("/Outlines", lambda w: w.add_object(dictionary(Type=name("Outlines")))),
    "another language": _catalog("/Lang", lambda w: text("xx")),
    "another view": _catalog("/PageMode", lambda w: name("UseAttachments")),
    "viewer preferences": _catalog(
        "/ViewerPreferences", lambda w: dictionary(HideToolbar=generic.BooleanObject(value=True))
    ),
    "the permissions removed": _catalog("/Perms", lambda w: dictionary()),
    "an input field added": _field_added,
    "a signature's look exchanged": _appearance_swapped,
    "a signature moved": lambda w: changed(
        w, field_of(w, "WorkerSignature"), "/Rect", numbers(0, 0, 10, 10)
    ),
    "a signature hidden": lambda w: changed(
        w, field_of(w, "WorkerSignature"), "/F", generic.NumberObject(2)
    ),
}
"""Changes of what is seen or done."""

FIELDS_CHANGED: dict[str, Edit] = {
    "a field renamed": lambda w: changed(w, field_of(w, "WorkerSignature"), "/T", text("Other")),
    "a signature taken out": lambda w: changed(
        w, field_of(w, "WorkerSignature"), "/V", generic.NullObject()
    ),
    "all fields removed": lambda w: changed(
        w, w.root["/AcroForm"], "/Fields", generic.ArrayObject()
    ),
}
"""Changes after which the expected signatures are no longer there."""

METADATA: dict[str, Edit] = {
    "another title": _retitle("Title"),
    "another author": _retitle("Author"),
    "other keywords": _retitle("Keywords"),
    "other metadata": _catalog(
        "/Metadata",
        lambda w: stream(w, b"<x:xmpmeta/>", Type=name("Metadata"), Subtype=name("XML")),
    ),
}
"""Changes that a certified document allows by itself; only the reach of the archive timestamp, or
the record, gives them away."""
