package lang

// English, British and American spelling alike.
var English = &Language{
	Code: "en", Spaced: true, known: true,
	values:       englishValues,
	negation:     englishNegation,
	modals:       englishModals,
	speakers:     englishSpeakers,
	verbs:        englishVerbs,
	tenses:       func(s string) []Tense { return englishVerbs().tensesOf(s) },
	segmentation: englishSegmentation,
	edges:        englishEdges,
	numberStem:   englishNumber,
}

var englishSegmentation = loadSegmentation("en", func(s *Segmentation) { s.LowerAfterStop, s.LowerAfterMark = true, true })
