package divergence

// Messages lists the ids of all messages that findings carry. The catalogues
// hold each under "finding."; arguments are Forms (the forms of all versions
// abreast), Lang, Odd (codes), Others (codes joined by ", "), Other (a code),
// Text, and for terminology those of its file.
var Messages = []string{
	"number.differs", "number.differs-odd", "number.unit", "number.unit-odd", "number.missing", "number.extra",
	"date.differs", "date.differs-odd", "date.missing", "date.extra",
	"omission.sentence", "omission.inside", "omission.word",
	"addition.sentence", "addition.inside",
	"untranslated.sentence", "untranslated.word",
	"terminology.deprecated", "terminology.wrong", "terminology.missing", "terminology.repetition", "terminology.admitted", "terminology.superseded",
	"quote.missing", "quote.missing-odd",
	"punctuation.question", "punctuation.question-odd",
	"negation.differs", "negation.differs-odd",
	"contrast.opposite", "contrast.opposite-odd",
	"modality.differs", "modality.differs-odd",
	"mismatch.sentence", "mismatch.sentence-odd",
	"name.differs", "name.differs-odd", "name.missing", "name.missing-odd", "name.swapped", "name.swapped-odd",
	"acronym.differs", "acronym.differs-odd", "acronym.missing", "acronym.missing-odd",
	"url.differs", "url.differs-odd", "url.missing", "url.missing-odd",
	"bracket.loose", "bracket.missing", "bracket.missing-odd",
	"attribution.exchanged", "attribution.exchanged-odd", "attribution.speaker", "attribution.speaker-odd", "attribution.lost", "attribution.lost-odd", "attribution.verb", "attribution.verb-odd",
	"format.placeholder", "format.placeholder-odd", "format.markup", "format.markup-odd", "format.truncated", "format.unended", "format.paragraph", "format.paragraph-missing",
	"list-count.differs", "list-count.differs-odd", "list-count.announced",
	"inconsistency.sentence", "inconsistency.term",
	"stance.sign", "stance.sign-odd", "stance.degree", "stance.degree-odd",
	"drift.left", "drift.replaced", "drift.deprecated", "drift.removed",
	"waiver.unused",
	"skipped.language", "skipped.scorer", "skipped.scorer-failed",
}
