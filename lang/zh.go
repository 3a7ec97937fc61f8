package lang

import "maps"

// Chinese in either script: Simplified and Traditional are one language.
var Chinese = &Language{
	Code: "zh", Dense: true, known: true,
	values:       chineseValues,
	negation:     chineseNegation,
	modals:       chineseModals,
	tenses:       chineseTenses,
	segmentation: chineseSegmentation,
	edges:        chineseEdges,
}

var chineseSegmentation = loadSegmentation("zh", func(s *Segmentation) {
	s.WholeQuotations = true
	// Latin runs inside Chinese follow the English rules.
	en := englishSegmentation()
	s.Abbreviations, s.Fronting, s.TimeWords, s.Labels, s.Marks = en.Abbreviations, en.Fronting, en.TimeWords, en.Labels, en.Marks
	maps.Copy(s.Starters, en.Starters)
	s.LowerAfterStop, s.LowerAfterMark = true, true
})
