package corpora

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// decodeUTF16 turns UTF-16 with a byte order mark, which older tools write,
// into UTF-8; anything else passes through.
func decodeUTF16(r io.Reader) io.Reader {
	br := bufio.NewReader(r)
	head, _ := br.Peek(2)
	if !bytes.Equal(head, []byte("\xFF\xFE")) && !bytes.Equal(head, []byte("\xFE\xFF")) {
		return br
	}
	return utf16Reader(br)
}

// utf16Reader decodes UTF-16 with a byte order mark and takes the encoding out
// of the XML declaration, which would name what the bytes no longer are.
func utf16Reader(r io.Reader) io.Reader {
	u := transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	head := make([]byte, 256)
	n, _ := io.ReadFull(u, head)
	head = head[:n]
	if i := bytes.Index(head, []byte("?>")); i >= 0 && bytes.HasPrefix(head, []byte("<?xml")) {
		// keep the length and with it the columns of messages
		decl := head[:i]
		if j := bytes.Index(decl, []byte("encoding")); j >= 0 {
			for k := j; k < len(decl); k++ {
				decl[k] = ' '
			}
		}
	}
	return io.MultiReader(bytes.NewReader(head), u)
}
