module github.com/tercet/tercet

go 1.26
