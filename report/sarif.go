package report

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/tercet/tercet/corpora"
	"github.com/tercet/tercet/divergence"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/text"
)

// SARIF is the Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020)
// with one run. The first place of a finding is its location, the counterparts
// are related locations, and a known right text is a fix. Regions have lines,
// columns in code points and byte offsets. Messages are English. What was not
// checked stands in the invocation's notifications.
//
// The structs are ours: the library for it draws a schema of 100 kB and a
// validator into the program. Our output is validated with it in the tests.
var SARIF = &Format{
	Name: "sarif",
	Doc:  "SARIF 2.1.0, for code scanning and editors",
	New: func(w io.Writer, o Options) Writer {
		s := &sarifWriter{w: w, o: o, rules: []sarifRule{}, ruleIndex: map[string]int{}, index: map[string]int{}}
		for _, c := range divergence.All {
			s.addRule(c.Name, c.Doc)
		}
		return s
	},
}

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Artifacts   []sarifArtifact   `json:"artifacts"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string     `json:"id"`
		Short *sarifText `json:"shortDescription,omitempty"`
		Full  *sarifText `json:"fullDescription,omitempty"`
		Help  *sarifText `json:"help,omitempty"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifArtifact struct {
		Location sarifURI `json:"location"`
		Length   int      `json:"length"`
		Encoding string   `json:"encoding,omitempty"`
	}
	sarifURI struct {
		URI   string `json:"uri"`
		Index *int   `json:"index,omitempty"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		ByteOffset  *int       `json:"byteOffset,omitempty"`
		ByteLength  *int       `json:"byteLength,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifURI    `json:"artifactLocation"`
		Region   sarifRegion `json:"region"`
	}
	sarifLocation struct {
		ID       int           `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"` // encoding/json sorts keys
		Fixes        []sarifFix        `json:"fixes,omitempty"`
		Properties   sarifProperties   `json:"properties"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifURI           `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
	sarifProperties struct {
		Category string      `json:"category,omitempty"`
		Concept  string      `json:"concept,omitempty"`
		Problem  string      `json:"problem,omitempty"`
		Odd      string      `json:"odd,omitempty"`
		Unit     *corpora.ID `json:"unit,omitempty"`
	}
)

// sarifFingerprint names our fingerprint and its version: consumers match
// results of two runs by it.
const sarifFingerprint = "tercet/v1"

type sarifWriter struct {
	w         io.Writer
	o         Options
	list      lister
	sum       summary
	rules     []sarifRule
	ruleIndex map[string]int
	artifacts []sarifArtifact
	index     map[string]int
	results   []sarifResult
}

// rule is the index of a check among the rules.
func (s *sarifWriter) rule(name string) int {
	if _, ok := s.ruleIndex[name]; !ok {
		s.addRule(name, "")
	}
	return s.ruleIndex[name]
}

func (s *sarifWriter) addRule(name, doc string) {
	r := sarifRule{ID: name}
	if lead := paragraph(doc); lead != "" {
		first, _, _ := strings.Cut(lead, ". ")
		r.Short = &sarifText{Text: strings.TrimSuffix(first, ".") + "."}
		r.Full = &sarifText{Text: lead}
		r.Help = &sarifText{Text: doc, Markdown: doc}
	}
	s.ruleIndex[name] = len(s.rules)
	s.rules = append(s.rules, r)
}

// paragraph is the first paragraph of a check's documentation, in one line.
func paragraph(doc string) string {
	for p := range strings.SplitSeq(doc, "\n\n") {
		if p = strings.TrimSpace(p); p != "" && !strings.HasPrefix(p, "#") {
			return oneLine(p)
		}
	}
	return ""
}

func (s *sarifWriter) artifact(name string, d *text.Document, unit bool) sarifURI {
	i, ok := s.index[name]
	if !ok {
		i = len(s.artifacts)
		s.index[name] = i
		a := sarifArtifact{Location: sarifURI{URI: fileURI(name)}, Length: len(d.Raw), Encoding: d.Encoding}
		if unit {
			a.Length, a.Encoding = -1, "" // of the segment's file nothing is known here; -1 is SARIF's default
		}
		s.artifacts = append(s.artifacts, a)
	}
	return sarifURI{URI: fileURI(name), Index: &i}
}

// fileURI is a relative or absolute file name as a URI reference (RFC 3986).
func fileURI(name string) string {
	u := url.URL{Path: filepath.ToSlash(name)}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
		if !strings.HasPrefix(u.Path, "/") { // C:/…
			u.Path = "/" + u.Path
		}
	}
	return u.String()
}

func (s *sarifWriter) region(it *item, p place, snippet bool) sarifRegion {
	if it.unit != nil { // only the unit's line is known of its file
		r := sarifRegion{StartLine: p.pos.Line}
		if snippet && p.text != "" {
			r.Snippet = &sarifText{Text: p.text}
		}
		return r
	}
	end := endPosition(p.doc, p.span, p.pos)
	offset, length := p.raw.Start, p.raw.Len()
	r := sarifRegion{StartLine: p.pos.Line, StartColumn: p.pos.Column, EndLine: end.Line, EndColumn: end.Column, ByteOffset: &offset, ByteLength: &length}
	if snippet && !p.span.Empty() {
		r.Snippet = &sarifText{Text: p.doc.SourceSpan(p.span).Of(p.doc.Source)}
	}
	return r
}

// endPosition is where a span that starts at start ends in its source: behind
// its last character, before the markup that follows.
func endPosition(d *text.Document, span text.Span, start text.Position) text.Position {
	src := d.SourceSpan(span).Of(d.Source)
	for {
		i := strings.IndexAny(src, "\r\n")
		if i < 0 {
			break
		}
		if strings.HasPrefix(src[i:], "\r\n") {
			i++
		}
		src = src[i+1:]
		start = text.Position{Line: start.Line + 1, Column: 1}
	}
	start.Column += utf8.RuneCountInString(src)
	return start
}

// sarifMessage doubles braces, which would be placeholders (3.11.5).
func sarifMessage(s string) sarifText {
	return sarifText{Text: braces.Replace(s)}
}

var braces = strings.NewReplacer("{", "{{", "}", "}}")

func (s *sarifWriter) Add(r *divergence.Result, u *Unit) error {
	s.sum.add(r, u)
	for i := range r.Documents {
		if u == nil {
			s.artifact(r.Documents[i].Name, r.Documents[i], false)
		}
	}
	for _, it := range s.list.items(r, u) {
		res := sarifResult{
			RuleID: it.Check, RuleIndex: s.rule(it.Check), Level: string(it.Severity), Message: sarifMessage(it.english()),
			Locations:    []sarifLocation{},
			Fingerprints: map[string]string{sarifFingerprint: it.fingerprint},
			Properties:   sarifProperties{it.Category, it.Concept, it.Problem, it.Odd, nil},
		}
		if u != nil {
			res.Properties.Unit = &u.ID
		}
		for k, p := range it.at {
			uri := s.artifact(it.file(p), p.doc, u != nil)
			l := sarifLocation{Physical: sarifPhysical{uri, s.region(&it, p, true)}}
			if k == 0 {
				res.Locations = append(res.Locations, l)
				if it.Fix != "" && u == nil {
					res.Fixes = []sarifFix{{
						sarifMessage(it.Fix),
						[]sarifChange{{uri, []sarifReplacement{{s.region(&it, p, false), sarifText{Text: it.Fix}}}}},
					}}
				}
				continue
			}
			l.ID = k
			form := oneLine(p.text)
			if form == "" {
				form = nothing
			}
			m := sarifMessage(p.doc.Lang + ": " + form)
			l.Message = &m
			res.Related = append(res.Related, l)
		}
		s.results = append(s.results, res)
	}
	return nil
}

func (s *sarifWriter) Close() error {
	name, version := s.o.tool()
	inv := sarifInvocation{Successful: true}
	for _, n := range s.sum.notChecked(locale.For("en")) {
		inv.Notifications = append(inv.Notifications, sarifNotification{"note", sarifMessage("not checked: " + n)})
	}
	run := sarifRun{
		Tool: sarifTool{sarifDriver{name, version, s.rules}}, Invocations: []sarifInvocation{inv},
		ColumnKind: "unicodeCodePoints", Artifacts: s.artifacts, Results: s.results,
	}
	if run.Artifacts == nil {
		run.Artifacts = []sarifArtifact{}
	}
	if run.Results == nil {
		run.Results = []sarifResult{}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}); err != nil {
		return err
	}
	_, err := s.w.Write(b.Bytes())
	return err
}
