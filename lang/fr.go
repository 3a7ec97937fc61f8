package lang

// French as France's ministries and international organisations write it.
var French = &Language{
	Code: "fr", Spaced: true, known: true,
	values:       frenchValues,
	negation:     frenchNegation,
	denies:       frenchDenies,
	modals:       frenchModals,
	speakers:     frenchSpeakers,
	verbs:        frenchVerbs,
	tenses:       func(s string) []Tense { return frenchVerbs().tensesOf(s) },
	segmentation: frenchSegmentation,
	edges:        frenchEdges,
	numberStem:   frenchNumber,
}

var frenchSegmentation = loadSegmentation("fr", func(s *Segmentation) { s.LowerAfterStop = true })
