package report

import (
	"encoding/xml"
	"io"
	"sort"
	"strings"

	"github.com/tercet/tercet/divergence"
)

// JUnit is the XML that continuous integration reads as test results: a suite
// for each file, in it a test case for each finding that is to be looked at
// there, an error or warning being a failure and a note a success with output;
// for each check without finding a test case that succeeds; and for what was
// not checked one that is skipped. Names hold no line numbers, so that a case is
// the same in the next run.
var JUnit = &Format{
	Name: "junit",
	Doc:  "JUnit XML, for continuous integration",
	New: func(w io.Writer, o Options) Writer {
		return &junitWriter{w: w, o: o, index: map[string]*junitSuite{}}
	},
}

type (
	junitRoot struct {
		XMLName  xml.Name      `xml:"testsuites"`
		Name     string        `xml:"name,attr"`
		Tests    int           `xml:"tests,attr"`
		Failures int           `xml:"failures,attr"`
		Errors   int           `xml:"errors,attr"`
		Skipped  int           `xml:"skipped,attr"`
		Suites   []*junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`

		lang  string
		found map[string]bool // checks with findings here
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitOutcome `xml:"failure"`
		Skip    *junitOutcome `xml:"skipped"`
		Output  string        `xml:"system-out,omitempty"`
	}
	junitOutcome struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Body    string `xml:",chardata"`
	}
)

type junitWriter struct {
	w      io.Writer
	o      Options
	list   lister
	sum    summary
	suites []*junitSuite
	index  map[string]*junitSuite
}

func (j *junitWriter) suite(name, lang string) *junitSuite {
	s := j.index[name+"\x00"+lang]
	if s == nil {
		s = &junitSuite{Name: name, lang: lang, found: map[string]bool{}}
		j.index[name+"\x00"+lang] = s
		j.suites = append(j.suites, s)
	}
	return s
}

// xmlText drops what XML 1.0 has no way to write (2.2).
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func (j *junitWriter) Add(r *divergence.Result, u *Unit) error {
	j.sum.add(r, u)
	p := j.o.printer()
	for _, d := range r.Documents {
		if u == nil {
			j.suite(d.Name, d.Lang)
		} else {
			j.suite(u.File, "")
		}
	}
	for _, it := range j.list.items(r, u) {
		if len(it.at) == 0 {
			continue
		}
		a := it.at[0]
		lang := a.doc.Lang
		if u != nil {
			lang = ""
		}
		s := j.suite(it.file(a), lang)
		s.found[it.Check] = true
		message := xmlText(it.statement(p))
		c := junitCase{Class: it.Check, Name: message, File: xmlText(it.file(a)), Line: a.pos.Line}
		body := xmlText(it.where() + ": " + p.T("report.severity."+string(it.Severity)) + ": " + message)
		if it.Severity.Rank() > divergence.Note.Rank() {
			c.Failure = &junitOutcome{Message: message, Type: string(it.Severity), Body: body}
			s.Failures++
		} else {
			c.Output = body
		}
		s.Cases = append(s.Cases, c)
		s.Tests++
	}
	return nil
}

func (j *junitWriter) Close() error {
	p := j.o.printer()
	root := junitRoot{Name: "tercet", Suites: j.suites}
	checks := j.o.checks()
	for _, s := range j.suites {
		for _, c := range checks {
			if s.found[c] {
				continue
			}
			k := junitCase{Class: c, Name: c}
			for _, n := range j.sum.skipped {
				if n.Check == c && (s.lang == "" || n.Lang == "" || n.Lang == s.lang) {
					k.Skip = &junitOutcome{Message: xmlText(Message(p, n.Reason))}
				}
			}
			if k.Skip != nil {
				s.Skipped++
			}
			s.Cases = append(s.Cases, k)
			s.Tests++
		}
		sort.SliceStable(s.Cases, func(a, b int) bool { return s.Cases[a].Class < s.Cases[b].Class })
		s.Name = xmlText(s.Name)
		root.Tests += s.Tests
		root.Failures += s.Failures
		root.Skipped += s.Skipped
	}
	b, err := xml.MarshalIndent(root, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(j.w, xml.Header+string(b)+"\n")
	return err
}
