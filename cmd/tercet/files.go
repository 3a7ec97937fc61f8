package main

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/internal/config"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
	"github.com/tercet/tercet/text/reader"
)

// tempFiles are the files that are not yet what they are to become.
type tempFiles struct {
	mu    sync.Mutex
	names []string
}

// discard removes what an unfinished run wrote.
func (e *env) discard() {
	e.temp.mu.Lock()
	defer e.temp.mu.Unlock()
	for _, n := range e.temp.names {
		os.Remove(n)
	}
	e.temp.names = nil
}

// output is where results go: standard output, or a file that takes its name
// only when all went well, so that an old file stays whole until then.
type output struct {
	*bufio.Writer
	e      *env
	file   *os.File
	name   string // as given
	target string // where links lead
	direct bool   // a device or a pipe
}

// outputFlag is --output of a command.
func (e *env) outputFlag() cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: e.t("flag.output")}
}

// open begins the output of a command. A file that is linked to is written where
// it is; a device or a pipe is written to as it comes, for it cannot be replaced.
func (e *env) open(name string) (*output, error) {
	if name == "" || name == "-" {
		return &output{Writer: bufio.NewWriterSize(e.stdout, 1<<16), e: e}, nil
	}
	target := name
	switch st, err := os.Stat(name); {
	case err == nil && st.IsDir():
		return nil, locale.Errorf(name, 0, 0, "error.output-directory")
	case err == nil && !st.Mode().IsRegular():
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return nil, openError(name, err)
		}
		return &output{Writer: bufio.NewWriterSize(f, 1<<16), e: e, file: f, name: name, direct: true}, nil
	case err == nil:
		if target, err = filepath.EvalSymlinks(name); err != nil {
			return nil, openError(name, err)
		}
	default:
		if to, err := os.Readlink(name); err == nil { // to nothing yet
			if target = to; !filepath.IsAbs(to) {
				target = filepath.Join(filepath.Dir(name), to)
			}
		}
	}
	f, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*.tmp")
	if err != nil {
		return nil, openError(name, err)
	}
	e.temp.mu.Lock()
	e.temp.names = append(e.temp.names, f.Name())
	e.temp.mu.Unlock()
	return &output{Writer: bufio.NewWriterSize(f, 1<<16), e: e, file: f, name: name, target: target}, nil
}

// openError says why a file cannot be written.
func openError(name string, err error) error {
	var pe *fs.PathError
	if errors.Is(err, fs.ErrPermission) && errors.As(err, &pe) {
		return writeError(name, pe.Err)
	}
	return reader.FileError(name, err)
}

// close ends the output. With an error, results on standard output stand, and
// an old file stays as it is.
func (o *output) close(err error) error {
	if o.file == nil {
		if ferr := o.Flush(); err == nil && ferr != nil {
			err = writeError("-", ferr)
		}
		return err
	}
	defer o.file.Close()
	if err != nil {
		return err
	}
	steps := []func() error{o.Flush, o.file.Close}
	if !o.direct {
		mode := os.FileMode(0o666) &^ umask()
		if st, serr := os.Stat(o.target); serr == nil {
			mode = st.Mode().Perm()
		}
		steps = []func() error{o.Flush, o.file.Sync, func() error { return o.file.Chmod(mode) }, o.file.Close,
			func() error { return os.Rename(o.file.Name(), o.target) }}
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return writeError(o.name, err)
		}
	}
	return nil
}

// print writes to standard output.
func (e *env) print(s string) error {
	if _, err := io.WriteString(e.stdout, s); err != nil {
		return writeError("-", err)
	}
	return nil
}

func writeError(name string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	if name == "-" {
		return errorf("error.stdout", "Why", err.Error())
	}
	return locale.Errorf(name, 0, 0, "error.write", "Why", err.Error())
}

// readerFlags are the flags of all commands that read text.
func (e *env) readerFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "encoding", Usage: e.t("flag.encoding")},
		choice("encoding-errors", e.t("flag.encoding-errors"), "fail", "replace"),
	}
}

func readerOptions(c *cli.Context) reader.Options {
	return reader.Options{Encoding: c.String("encoding"), Replace: c.String("encoding-errors") == "replace"}
}

// read reads documents and tells their languages: from langs by position, else
// from their names, else from what they say.
func (e *env) read(c *cli.Context, files []string, langs string) ([]*text.Document, error) {
	codes, err := e.langs(langs, len(files))
	if err != nil {
		return nil, err
	}
	if n := count(files, "-"); n > 1 {
		return nil, errorf("error.stdin-twice")
	}
	docs := make([]*text.Document, len(files))
	errs := make([]error, len(files))
	var wg sync.WaitGroup
	for i, f := range files {
		wg.Go(func() {
			if f == "-" {
				docs[i], errs[i] = reader.From(f, e.stdin, readerOptions(c))
			} else {
				docs[i], errs[i] = reader.Read(f, readerOptions(c))
			}
			if errs[i] != nil {
				return
			}
			d := docs[i]
			switch {
			case codes != nil:
				d.Lang = codes[i]
			default:
				if d.Lang = lang.OfName(f); d.Lang == "" {
					d.Lang, _ = lang.Detect(sample(d.Text))
				}
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		for _, err := range errs { // one clear message: the first
			if err != nil {
				return nil, err
			}
		}
	}
	for i, d := range docs {
		e.replaced(d)
		e.asText(d)
		if d.Lang == "" || d.Lang == "und" {
			return nil, locale.Errorf(d.Name, 0, 0, "error.unknown-language")
		}
		e.otherLanguage(d)
		for _, o := range docs[:i] {
			if o.Lang == d.Lang && len(docs) > 1 {
				return nil, locale.Errorf(d.Name, 0, 0, "error.language-twice", "Other", o.Name, "Lang", d.Lang)
			}
		}
	}
	return docs, nil
}

// markup are extensions of formats with markup that no reader knows yet.
var markup = []string{".adoc", ".csv", ".htm", ".html", ".json", ".po", ".rst", ".srt", ".tex", ".vtt", ".xhtml", ".xml", ".yaml", ".yml"}

// asText warns of a document whose markup is read as if it were prose.
func (e *env) asText(d *text.Document) {
	if ext := strings.ToLower(filepath.Ext(d.Name)); slices.Contains(markup, ext) {
		e.warn(locale.Errorf(d.Name, 0, 0, "warning.markup", "Extension", ext))
	}
}

// otherLanguage warns of a document that reads as a language other than the one
// that its name or --langs says: files in the wrong order, a version that is not
// translated at all.
func (e *env) otherLanguage(d *text.Document) {
	const least, sure = 60, 0.9 // bytes; a mixed text is less sure
	known := func(code string) bool {
		return slices.ContainsFunc(lang.All, func(l *lang.Language) bool { return l.Code == code })
	}
	if len(d.Text) < least || !known(d.Lang) {
		return
	}
	if code, confidence := lang.Detect(sample(d.Text)); code != d.Lang && confidence >= sure && known(code) {
		e.warn(locale.Errorf(d.Name, 0, 0, "warning.other-language", "Found", code, "Lang", d.Lang))
	}
}

// beside names the versions of a file that stand beside it, itself among them;
// nothing where there are none.
func beside(name string) []string {
	_, pattern := lang.NamePattern(filepath.Clean(name))
	files, err := filepath.Glob(filepath.FromSlash(pattern))
	if err != nil || !strings.Contains(pattern, "*") {
		return nil
	}
	var out []string
	seen := map[string]bool{}
	for _, f := range files {
		if code, p := lang.NamePattern(f); code != "" && p == pattern && !seen[code] && !config.IsFolder(f) {
			seen[code] = true
			out = append(out, f)
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// tooFew is the error for one document, or none, where versions are wanted.
func tooFew(command string, files []string) error {
	if len(files) == 1 {
		if all := beside(files[0]); all != nil {
			return errorf("error.one-of-versions", "Command", command, "Files", strings.Join(all, " "))
		}
	}
	return errorf("error.too-few-files", "Count", len(files), "Command", command)
}

// replaced warns of malformed bytes that were read as U+FFFD.
func (e *env) replaced(d *text.Document) {
	if d.Replaced > 0 {
		e.warn(locale.Errorf(d.Name, 0, 0, "warning.replaced", "Count", d.Replaced, "Encoding", d.Encoding))
	}
}

// sample is enough of a text to tell its language by.
func sample(s string) string {
	if len(s) <= 1<<14 {
		return s
	}
	return strings.ToValidUTF8(s[:1<<14], "")
}

func count(list []string, s string) (n int) {
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n
}

// langs reads the value of --langs; nil where it is empty.
func (e *env) langs(value string, n int) ([]string, error) {
	if value == "" {
		return nil, nil
	}
	var codes []string
	for _, t := range strings.Split(value, ",") {
		l, err := lang.Parse(strings.TrimSpace(t))
		if err != nil {
			return nil, errorf("error.langs-tag", "Tag", strings.TrimSpace(t))
		}
		codes = append(codes, l.Code)
	}
	if n > 0 && len(codes) != n {
		return nil, errorf("error.langs-count", "Count", len(codes), "Files", n)
	}
	return codes, nil
}

// warn prints a message that stops nothing.
func (e *env) warn(err *locale.Error) {
	io.WriteString(e.stderr, "tercet: "+err.In(e.p)+"\n")
}

// openInput opens a file or standard input for streaming, with a progress bar on
// standard error where that is a terminal and the results do not go to one.
func (e *env) openInput(name string) (io.Reader, func(), error) {
	if name == "-" {
		return e.stdin, func() {}, nil
	}
	f, err := reader.Open(name)
	if err != nil {
		return nil, nil, err
	}
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() || st.Size() < 1<<20 || !terminal(e.stderr) || terminal(e.stdout) {
		return f, func() { f.Close() }, nil
	}
	bar := progressbar.NewOptions64(st.Size(),
		progressbar.OptionSetWriter(e.stderr),
		progressbar.OptionSetDescription(filepath.Base(name)),
		progressbar.OptionShowBytes(true),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(200_000_000),
	)
	r := progressbar.NewReader(f, bar)
	return &r, func() { _ = bar.Finish(); f.Close() }, nil
}
