package lang

// English, British and American spelling alike.
var English = &Language{Code: "en", Spaced: true, known: true, values: englishValues, negation: englishNegation, modals: englishModals}
