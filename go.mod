module github.com/tercet/tercet

go 1.26.0

require (
	github.com/BurntSushi/toml v1.6.0
	github.com/nicksnyder/go-i18n/v2 v2.7.0
	github.com/yuin/goldmark v1.8.7
	golang.org/x/net v0.62.0
	golang.org/x/text v0.43.0
)

require (
	github.com/mattn/go-runewidth v0.0.31
	github.com/sergi/go-diff v1.4.0
	pgregory.net/rapid v1.3.0
)

require github.com/clipperhouse/uax29/v2 v2.2.0
