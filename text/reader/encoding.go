package reader

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text"
)

// coding is an encoding that bytes can be read in.
type coding struct {
	name string // IANA
	enc  encoding.Encoding
	bom  string
}

var (
	codingUTF8    = coding{"UTF-8", unicode.UTF8, "\xEF\xBB\xBF"}
	codingUTF16LE = coding{"UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "\xFF\xFE"}
	codingUTF16BE = coding{"UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "\xFE\xFF"}
	codingGB      = coding{"GB18030", simplifiedchinese.GB18030, "\x84\x31\x95\x33"}
	codingBig5    = coding{"Big5", traditionalchinese.Big5, ""}
	codingWestern = coding{"windows-1252", charmap.Windows1252, ""}
)

// guesses are tried in turn on bytes that are not UTF-8 and carry no mark; of
// equally readable ones the first wins.
var guesses = []coding{codingWestern, codingGB, codingBig5, codingUTF16LE, codingUTF16BE}

// decode sets Source, Encoding and Replaced of d from d.Raw, and returns the
// way from Source back to Raw.
func decode(d *text.Document, o Options) (text.Map, error) {
	raw := d.Raw
	if o.Encoding != "" {
		c, err := codingOf(o.Encoding)
		if err != nil {
			return text.Map{}, locale.Errorf("", 0, 0, "error.unknown-encoding", "Name", o.Encoding)
		}
		return c.decode(d, o.Replace)
	}
	for _, c := range []coding{codingUTF8, codingUTF16LE, codingUTF16BE, codingGB} {
		if strings.HasPrefix(string(raw[:min(4, len(raw))]), c.bom) {
			return c.decode(d, o.Replace)
		}
	}
	if kind := magic(raw); kind != "" {
		return text.Map{}, locale.Errorf(d.Name, 0, 0, "error.binary", "Kind", kind)
	}
	zero := bytes.IndexByte(raw, 0)
	if zero < 0 && utf8.Valid(raw) {
		return codingUTF8.decode(d, o.Replace)
	}
	best, score := coding{}, 0.5 // of the encodings that all bytes are valid in
	near, fewest := coding{}, 0  // else the one that they are almost valid in
	for _, c := range guesses {
		sample := raw[:min(len(raw), 1<<16)]
		s, bad, ok := c.try(sample, len(sample) < len(raw))
		if !ok || zero >= 0 && !c.wide() {
			continue
		}
		r := lang.Readable(s)
		if c.name == codingWestern.name {
			if code, _ := lang.Detect(s); !lang.Get(code).Known() || !lang.Get(code).Spaced {
				continue
			}
		}
		switch {
		case r <= 0.5:
		case bad == 0 && r > score:
			best, score = c, r
		case bad > 0 && (near.name == "" || bad < fewest):
			near, fewest = c, bad
		}
	}
	if best.name != "" {
		return best.decode(d, o.Replace)
	}
	if _, _, ok := codingUTF8.try(raw[:min(len(raw), 1<<16)], len(raw) > 1<<16); near.name != "" && !ok {
		return near.decode(d, o.Replace)
	}
	if zero >= 0 {
		return text.Map{}, locale.Errorf(d.Name, 1+bytes.Count(raw[:zero], []byte{'\n'}), 0, "error.binary", "Kind", fmt.Sprintf("NUL, offset %d", zero))
	}
	if o.Replace {
		return codingUTF8.decode(d, true)
	}
	at := invalidUTF8(raw)
	return text.Map{}, locale.Errorf(d.Name, 1+bytes.Count(raw[:at], []byte{'\n'}), 0, "error.encoding",
		"Byte", fmt.Sprintf("0x%02X", raw[at]), "Offset", at)
}

// invalidUTF8 is the offset of the first byte that is no part of UTF-8.
func invalidUTF8(raw []byte) int {
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(raw)
}

// magic names what starts with well-known bytes of a format that is no text.
func magic(raw []byte) string {
	for _, m := range []struct{ prefix, name string }{
		{"%PDF-", "PDF"}, {"PK\x03\x04", "ZIP, docx, odt, xlsx"}, {"\x89PNG", "PNG"}, {"\xFF\xD8\xFF", "JPEG"}, {"GIF8", "GIF"},
		{"\x1F\x8B", "gzip"}, {"\x28\xB5\x2F\xFD", "zstd"}, {"BZh", "bzip2"}, {"\xFD7zXZ", "xz"}, {"\x7FELF", "ELF"},
		{"\xD0\xCF\x11\xE0", "OLE, doc, xls"}, {"SQLite format 3", "SQLite"}, {"{\\rtf", "RTF"},
	} {
		if strings.HasPrefix(string(raw[:min(len(raw), 16)]), m.prefix) {
			return m.name
		}
	}
	return ""
}

// codingOf finds an encoding by one of its names.
func codingOf(name string) (coding, error) {
	switch n := strings.ToLower(name); n {
	case "utf-8", "utf8":
		return codingUTF8, nil
	case "utf-16", "utf-16le", "utf16le", "utf16":
		return codingUTF16LE, nil
	case "utf-16be", "utf16be":
		return codingUTF16BE, nil
	case "gb18030", "gbk", "gb2312", "cp936":
		return codingGB, nil
	case "windows-1252", "cp1252", "latin1", "iso-8859-1", "iso8859-1", "ansi":
		return codingWestern, nil
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return coding{}, err
	}
	n, err := htmlindex.Name(e)
	if err != nil || e == encoding.Replacement {
		return coding{}, fmt.Errorf("no encoding %q", name)
	}
	return coding{name: n, enc: e}, nil
}

// wide reports whether the encoding has NUL bytes in plain text.
func (c coding) wide() bool { return c.name == codingUTF16LE.name || c.name == codingUTF16BE.name }

// try decodes a sample and counts the malformed sequences in it, which are left
// out; cut says that its end may lie inside a character. Where there is more
// than one in fifty characters ok is false.
func (c coding) try(raw []byte, cut bool) (s string, bad int, ok bool) {
	var b strings.Builder
	dec := c.decoder()
	chars := 0
	for i := 0; i < len(raw); {
		s, n, ok := dec.next(raw[i:])
		switch {
		case ok:
			b.WriteString(s)
		case cut && len(raw)-i < 4:
			return b.String(), bad, true
		default:
			bad++
		}
		if chars++; bad > 8 && bad*20 > chars {
			return "", bad, false
		}
		i += n
	}
	return b.String(), bad, bad*50 <= chars
}

// decode reads all of d.Raw in c.
func (c coding) decode(d *text.Document, replace bool) (text.Map, error) {
	raw, start := d.Raw, 0
	d.Encoding = c.name
	if c.name == codingUTF16LE.name && strings.HasPrefix(string(raw[:min(2, len(raw))]), codingUTF16BE.bom) {
		c = codingUTF16BE // "utf-16" was declared: the mark decides
		d.Encoding = c.name
	}
	if c.bom != "" && bytes.HasPrefix(raw, []byte(c.bom)) {
		start = len(c.bom)
	}
	if c.name == codingUTF8.name && start == 0 && utf8.Valid(raw) {
		d.Source = string(raw)
		return text.Map{}, nil
	}
	var b text.Builder
	dec := c.decoder()
	for i := start; i < len(raw); {
		if raw[i] < 0x80 && dec.ascii { // the common case: a stretch of ASCII
			j := i + 1
			for j < len(raw) && raw[j] < 0x80 {
				j++
			}
			b.Copy(string(raw[i:j]), i)
			i = j
			continue
		}
		s, n, ok := dec.next(raw[i:])
		if !ok {
			if !replace {
				return text.Map{}, locale.Errorf(d.Name, 1+strings.Count(b.String(), "\n"), 0, "error.not-in-encoding",
					"Byte", fmt.Sprintf("0x%02X", raw[i]), "Offset", i, "Encoding", d.Encoding)
			}
			s = "\uFFFD"
			d.Replaced++
		}
		b.Char(s, i, n)
		i += n
	}
	d.Source = b.String()
	return b.Map(len(raw)), nil
}

// decoder reads one character at a time with the decoders of x/text, each
// pair of bytes once: they say neither how many bytes a character took nor where
// malformed ones stand.
type decoder struct {
	name  string
	enc   encoding.Encoding
	ascii bool             // bytes below 0x80 stand for themselves
	seen  [256]*[256]entry // what two bytes begin with, as far as they tell
}

type entry struct {
	s  string
	n  int
	ok bool
}

func (c coding) decoder() *decoder {
	return &decoder{
		name:  c.name,
		enc:   c.enc,
		ascii: c.name != codingUTF16LE.name && c.name != codingUTF16BE.name && c.name != "iso-2022-jp",
	}
}

// next decodes the first character of raw. Where no character begins there, ok
// is false and n is the number of bytes to step over.
func (d *decoder) next(raw []byte) (s string, n int, ok bool) {
	if raw[0] < 0x80 && d.ascii {
		return string(raw[:1]), 1, true
	}
	if d.name == codingUTF8.name {
		r, n := utf8.DecodeRune(raw)
		return string(raw[:n]), n, r != utf8.RuneError || n > 1
	}
	if len(raw) < 2 {
		e := d.slow(raw)
		return e.s, e.n, e.ok
	}
	page := d.seen[raw[0]]
	if page == nil {
		page = new([256]entry)
		d.seen[raw[0]] = page
	}
	e := &page[raw[1]]
	if e.n == 0 {
		slow := d.slow(raw)
		if !slow.ok || slow.n > 2 { // the bytes behind decide too
			return slow.s, slow.n, slow.ok
		}
		*e = slow
	}
	return e.s, e.n, e.ok
}

func (d *decoder) slow(raw []byte) entry {
	first := 1
	if !d.ascii {
		first = 2
	}
	for n := first; n <= min(4, len(raw)); n++ {
		out, err := d.enc.NewDecoder().Bytes(raw[:n])
		if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
			continue
		}
		if n == 1 && d.name == codingWestern.name && out[0] == 0xC2 && out[1] < 0xA0 {
			break // one of the five bytes that Windows-1252 leaves undefined
		}
		if utf8.RuneCount(out) > 1 && n > 2 {
			break // two characters: the first one is malformed
		}
		return entry{string(out), n, true}
	}
	return entry{"", min(first, len(raw)), false}
}
