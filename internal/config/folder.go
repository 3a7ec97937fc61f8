package config

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/lang"
	"github.com/tercet/tercet/text/reader"
)

// IsFolder reports whether name is a folder.
func IsFolder(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.IsDir()
}

// Walk lists the files in a folder and those below it, in the order of their
// names; hidden folders and files and node_modules are left out.
func Walk(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		hidden := name != dir && strings.HasPrefix(e.Name(), ".")
		switch {
		case err != nil:
			return reader.FileError(name, err)
		case e.IsDir() && (hidden || e.Name() == "node_modules"):
			return fs.SkipDir
		case !e.IsDir() && !hidden:
			out = append(out, name)
		}
		return nil
	})
	return out, err
}

// Group puts the documents among files and in folders into sets by their names:
// those that are the same but for the tag of a language are versions of one
// text, and the name with an asterisk for the tag is the id of the set. In
// folders, what names no language or is no document is passed over; above a
// folder that was given no tag is looked for.
//
// Sets are in the order of their ids; those with one version are left out, with
// a warning for each.
func (c *Config) Group(names []string) (sets []Set, warnings []*locale.Error, err error) {
	byID := map[string]*Set{}
	add := func(name, above string) error {
		rel := name
		if above != "" {
			if r, err := filepath.Rel(above, name); err == nil {
				rel = r
			}
		}
		code, pattern := lang.NamePattern(rel)
		if code == "" {
			return nil
		}
		pattern = path.Join(filepath.ToSlash(above), pattern)
		s := byID[pattern]
		if s == nil {
			s = &Set{ID: pattern}
			byID[pattern] = s
		}
		for _, f := range s.Files {
			switch {
			case f.Name == name: // given twice: by itself, and by its folder
				return nil
			case f.Lang == code:
				return locale.Errorf(name, 0, 0, "error.language-twice", "Other", f.Name, "Lang", code)
			}
		}
		s.Files = append(s.Files, File{name, code})
		return nil
	}
	for _, name := range names {
		name = filepath.Clean(name)
		if !IsFolder(name) {
			if err := add(name, ""); err != nil {
				return nil, nil, err
			}
			continue
		}
		files, err := Walk(name)
		if err != nil {
			return nil, nil, err
		}
		above := filepath.Dir(name) // the folder itself may be fr
		for _, f := range files {
			if _, pattern := lang.NamePattern(f); !isDocument(pattern) {
				continue
			}
			if err := add(f, above); err != nil {
				return nil, nil, err
			}
		}
	}
	for _, s := range byID {
		sets = append(sets, *s)
	}
	slices.SortFunc(sets, func(a, b Set) int { return strings.Compare(a.ID, b.ID) })
	kept := sets[:0]
	for _, s := range sets {
		c.order(s.Files, c.want())
		if len(s.Files) < 2 {
			warnings = append(warnings, warning(s.Files[0].Name, 0, "warning.one-version", "Set", s.ID))
			continue
		}
		kept = append(kept, s)
	}
	return kept, warnings, nil
}

// isDocument reports whether a name, with an asterisk for the tag of a language,
// is that of a text that can be read. Without an extension of its own (x.fr, fr)
// it is, where the name itself has the tag.
func isDocument(pattern string) bool {
	base := path.Base(pattern)
	base = strings.TrimSuffix(base, ".*") // x.fr, x.md.fr
	ext := strings.ToLower(path.Ext(base))
	if ext == "" {
		return strings.Contains(path.Base(pattern), "*")
	}
	return slices.ContainsFunc(reader.Formats, func(f *reader.Format) bool { return slices.Contains(f.Extensions, ext) })
}

// Within leaves of sets those with a file in one of the folders.
func Within(sets []Set, folders []string) []Set {
	return slices.DeleteFunc(sets, func(s Set) bool {
		return !slices.ContainsFunc(s.Files, func(f File) bool {
			return slices.ContainsFunc(folders, func(dir string) bool {
				rel, err := filepath.Rel(dir, f.Name)
				return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
			})
		})
	})
}
