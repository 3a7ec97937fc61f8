package lang

// Chinese in either script: Simplified and Traditional are one language.
var Chinese = &Language{Code: "zh", Dense: true, known: true, values: chineseValues, negation: chineseNegation, modals: chineseModals}
