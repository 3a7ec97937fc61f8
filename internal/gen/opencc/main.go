// Command opencc writes lang/data/zh/t2s.tsv and t2s-phrases.tsv: Traditional
// to Simplified characters, and the words in which the character table is
// wrong, as facts of OpenCC's TSCharacters.txt and TSPhrases.txt.
//
//	go run ./internal/gen/opencc -version 1.4.1 TSCharacters.txt TSPhrases.txt lang/data/zh
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode/utf8"
)

func main() {
	version := flag.String("version", "", "release of OpenCC the files are from")
	flag.Parse()
	if flag.NArg() != 3 || *version == "" {
		log.Fatal("usage: opencc -version V TSCharacters.txt TSPhrases.txt DIR")
	}
	chars := map[string]string{}
	for k, v := range read(flag.Arg(0)) {
		if k != v {
			chars[k] = v
		}
	}
	byChar := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			if v, ok := chars[string(r)]; ok {
				b.WriteString(v)
			} else {
				b.WriteRune(r)
			}
		}
		return b.String()
	}
	phrases := map[string]string{}
	for k, v := range read(flag.Arg(1)) {
		if byChar(k) != v && utf8.RuneCountInString(k) == utf8.RuneCountInString(v) {
			phrases[k] = v
		}
	}
	head := "# source: OpenCC %s, data/dictionary/%s (https://github.com/BYVoid/OpenCC)\n" +
		"# licence: Apache-2.0\n# written by internal/gen/opencc; first rendering only, one that changes something\n" +
		"# traditional\tsimplified\n"
	write(filepath.Join(flag.Arg(2), "t2s.tsv"), fmt.Sprintf(head, *version, "TSCharacters.txt"), chars)
	write(filepath.Join(flag.Arg(2), "t2s-phrases.tsv"), fmt.Sprintf(head, *version, "TSPhrases.txt"), phrases)
}

// read gives each key with the first of its values.
func read(name string) map[string]string {
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		k, v, ok := strings.Cut(sc.Text(), "\t")
		if !ok || strings.HasPrefix(k, "#") {
			continue
		}
		v, _, _ = strings.Cut(v, " ")
		out[k] = v
	}
	return out
}

func write(name, head string, m map[string]string) {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	b.WriteString(head)
	for _, k := range keys {
		b.WriteString(k + "\t" + m[k] + "\n")
	}
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}
