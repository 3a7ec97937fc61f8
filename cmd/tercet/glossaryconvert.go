package main

import (
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/glossary"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/text/reader"
)

// byExtension stands for the format that a file's name tells.
const byExtension = "auto"

func glossaryConvertCommand(e *env) *cli.Command {
	from, to := []string{byExtension}, []string{byExtension}
	for _, f := range glossary.Formats {
		from = append(from, f.Name)
		if f.Write != nil {
			to = append(to, f.Name)
		}
	}
	return &cli.Command{
		Name:        "convert",
		Usage:       e.t("cmd.glossary-convert.usage"),
		ArgsUsage:   "FILE",
		Description: e.t("cmd.glossary-convert.about"),
		UsageText:   e.t("cmd.glossary-convert.examples"),
		Flags: []cli.Flag{
			choice("from", e.t("flag.convert-from"), from...),
			choice("to", e.t("flag.convert-to"), to...),
			e.outputFlag(),
		},
		Action: func(c *cli.Context) error { return e.convertGlossary(c) },
	}
}

func (e *env) convertGlossary(c *cli.Context) error {
	if c.NArg() != 1 {
		return errorf("error.one-glossary", "Count", c.NArg())
	}
	in, name := c.Args().First(), c.String("output")
	from, err := glossaryFormat(c.String("from"), in, "--from")
	if err != nil {
		return err
	}
	to, err := glossaryFormat(c.String("to"), name, "--to")
	if err != nil {
		return err
	}
	if to.Write == nil {
		return locale.Errorf(name, 0, 0, "error.glossary-not-written", "Format", to.Name)
	}
	data, err := e.readAll(in)
	if err != nil {
		return err
	}
	g, err := from.Read(in, data)
	if err != nil {
		return err
	}
	out, err := e.open(name)
	if err != nil {
		return err
	}
	if err := out.close(to.Write(out, g)); err != nil {
		return err
	}
	if lost := to.Lost(g); len(lost) > 0 {
		var parts []string
		for _, p := range lost {
			parts = append(parts, e.t(partMessage[p]))
		}
		if name == "" {
			name = "-"
		}
		e.warn(locale.Errorf(name, 0, 0, "warning.glossary-lost", "Format", to.Name, "Parts", strings.Join(parts, e.t("report.comma"))))
	}
	return nil
}

// partMessage are the words for what a format has no place for.
var partMessage = map[glossary.Part]string{
	glossary.PartSubject:    "part.subject",
	glossary.PartDefinition: "part.definition",
	glossary.PartSource:     "part.source",
	glossary.PartPOS:        "part.pos",
	glossary.PartGender:     "part.gender",
	glossary.PartForm:       "part.form",
	glossary.PartRelations:  "part.relations",
}

// glossaryFormat is the format of that name, or the one that the file's name
// tells.
func glossaryFormat(format, file, flag string) (*glossary.Format, error) {
	if format != byExtension {
		return glossary.FormatByName(format)
	}
	if file == "" || file == "-" {
		var names []string
		for _, f := range glossary.Formats {
			names = append(names, f.Name)
		}
		return nil, errorf("error.glossary-format", "Flag", flag, "Known", strings.Join(names, ", "))
	}
	return glossary.FormatOf(file)
}

// readAll reads a file, or standard input, whole.
func (e *env) readAll(name string) ([]byte, error) {
	r := e.stdin
	if name != "-" {
		f, err := reader.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if st, err := os.Stat(name); err == nil && st.Size() > reader.MaxSize {
			return nil, locale.Errorf(name, 0, 0, "error.too-large", "Max", reader.MaxSize>>20)
		}
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, reader.MaxSize+1))
	if err != nil {
		return nil, reader.FileError(name, err)
	}
	if len(b) > reader.MaxSize {
		return nil, locale.Errorf(name, 0, 0, "error.too-large", "Max", reader.MaxSize>>20)
	}
	if len(b) == 0 {
		return nil, emptyInput(name)
	}
	return b, nil
}
