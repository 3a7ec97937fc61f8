// Package config reads tercet.yaml, the file of a project: which documents are
// versions of one another, and what the flags of the commands would say each
// time. Errors are those of package locale, with the place in the file.
package config

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/text"
	"github.com/tercet/tercet/text/reader"
)

// Name is the name of the file.
const Name = "tercet.yaml"

// Config is what a tercet.yaml says; what it does not say is empty. The zero
// value is the configuration of a folder without one. Names of files are
// relative to the working directory.
type Config struct {
	Name string         // of the file, "" where there is none
	Doc  *text.Document // the file itself, a document without language

	Documents []Documents
	Languages []string // BCP 47 tags that a set is to have, in the order of its versions

	Source           string // language code
	Glossaries       []string
	NoDefault        bool // default-glossary: false
	Only, Skip       []string
	Severities       map[string]divergence.Severity
	FailOn           string
	Lines, Quotes    string
	Abbreviations    []string
	AbbreviationFile string // instead of Abbreviations
	SRX              string
	ScorerModel      string
	ScorerCache      string // a folder
	Waivers          []*divergence.Waiver

	waivers []text.Span // in Doc.Text
}

// Documents is an entry of documents: a pattern, or a set named file by file.
type Documents struct {
	Pattern string
	Set     Set // where Pattern is ""

	line, column int
	compiled     *pattern
}

// Set is the versions of one text.
type Set struct {
	ID    string
	Files []File // in the order of Config.Languages, else of their codes
}

// File is a version: its name, and the code of its language.
type File struct{ Name, Lang string }

// WaiverSpan is where the i-th waiver stands in Doc.Text.
func (c *Config) WaiverSpan(i int) text.Span { return c.waivers[i] }

// vcs are the folders that a version control system keeps at the root of a
// repository.
var vcs = []string{".git", ".hg", ".svn", ".jj", ".bzr", "_darcs", ".fslckout"}

// Find looks for tercet.yaml in the working directory and upwards, as far as
// the root of a repository; "" where there is none. The name is relative to the
// working directory.
func Find() (string, error) {
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	up := ""
	for dir := wd; ; dir = filepath.Dir(dir) {
		if st, err := os.Stat(filepath.Join(dir, Name)); err == nil && !st.IsDir() {
			return filepath.Join(up, Name), nil
		}
		for _, v := range vcs {
			if _, err := os.Lstat(filepath.Join(dir, v)); err == nil {
				return "", nil
			}
		}
		if filepath.Dir(dir) == dir {
			return "", nil
		}
		up = filepath.Join(up, "..")
	}
}

// Load reads the file of that name.
func Load(name string) (*Config, error) {
	f, err := reader.Open(name)
	if err != nil {
		return nil, err
	}
	f.Close()
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, reader.FileError(name, err)
	}
	return Parse(name, data)
}

// relative gives a file's name from the working directory on, where it lies in
// it, since dir (of a tercet.yaml in a folder above) leads up and down again.
func relative(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	name = filepath.Join(dir, name)
	if up := ".." + string(filepath.Separator); strings.HasPrefix(name, up) {
		if abs, err := filepath.Abs(name); err == nil {
			if wd, err := os.Getwd(); err == nil {
				if rel, err := filepath.Rel(wd, abs); err == nil {
					return rel
				}
			}
		}
	}
	return name
}

// warning is a message that stops nothing.
func warning(name string, line int, id string, args ...any) *locale.Error {
	return locale.Errorf(name, line, 0, id, args...)
}
