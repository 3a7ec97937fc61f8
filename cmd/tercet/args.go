package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/internal/nearest"
)

// choiceFlag is a string flag with a fixed list of values; the first one is the
// default unless Value says otherwise.
type choiceFlag struct {
	*cli.StringFlag
	values []string
}

func choice(name, usage string, values ...string) *choiceFlag {
	return &choiceFlag{&cli.StringFlag{Name: name, Usage: usage, Value: values[0]}, values}
}

func (e *env) uiLangFlag() cli.Flag {
	f := choice("ui-lang", e.t("flag.ui-lang"), locale.Languages...)
	f.Value = e.p.Lang
	return f
}

// commandLine is a command line put in the order that urfave/cli wants, which
// takes flags after file names for files.
type commandLine struct {
	args []string       // tercet command [subcommand] flags -- files
	path []*cli.Command // the command, and its subcommand
	help bool
}

// arrange checks the names of commands and flags and the values of choices, and
// puts flags before files.
func (e *env) arrange(args []string) (*commandLine, error) {
	line := &commandLine{}
	var flags, rest []string
	list := e.app.Commands
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			rest = append(rest, args[i+1:]...)
			i = len(args)
		case a == "-h" || a == "--help" || a == "-help":
			line.help = true
		case a == "-v" || a == "--version" || a == "-version":
			if len(line.path) == 0 {
				a = "version"
				line.path = append(line.path, find(list, a))
				list = nil
			}
		case len(a) > 1 && a[0] == '-':
			name, value, given := strings.Cut(strings.TrimLeft(a, "-"), "=")
			f := e.flag(line.path, name)
			if f == nil {
				return nil, e.unknown("flag", "--"+name, e.flagNames(line.path))
			}
			if f == e.rootFlag && len(line.path) == 0 {
				if !given && i+1 < len(args) {
					i++
					value = args[i]
				}
				if err := e.checkChoice(f, name, value); err != nil {
					return nil, err
				}
				continue
			}
			if _, isBool := f.(*cli.BoolFlag); !isBool && !given {
				if i+1 >= len(args) {
					return nil, errorf("error.flag-value", "Flag", "--"+name)
				}
				i++
				value = args[i]
			} else if isBool && !given {
				value = "true"
			}
			if err := e.checkChoice(f, name, value); err != nil {
				return nil, err
			}
			flags = append(flags, "--"+name+"="+value)
		case list != nil && len(line.path) == 0 && a == "help":
			line.help = true
		case list != nil:
			c := find(list, a)
			if c == nil {
				if len(line.path) > 0 {
					a = line.path[0].Name + " " + a
				}
				return nil, e.unknown("command", a, names(list, line.path))
			}
			line.path = append(line.path, c)
			list = nil
			if len(c.Subcommands) > 0 {
				list = c.Subcommands
			}
		default:
			rest = append(rest, a)
		}
	}
	if line.help {
		return line, nil
	}
	if len(line.path) == 0 {
		if len(args) == 0 {
			io.WriteString(e.stderr, e.help(nil))
		}
		return nil, errorf("error.no-command")
	}
	if c := line.path[len(line.path)-1]; len(c.Subcommands) > 0 {
		return nil, errorf("error.no-subcommand", "Command", c.Name, "Known", strings.Join(names(c.Subcommands, nil), ", "))
	}
	line.args = []string{"tercet"}
	for _, c := range line.path {
		line.args = append(line.args, c.Name)
	}
	line.args = append(append(append(line.args, flags...), "--"), rest...)
	return line, nil
}

func (e *env) checkChoice(f cli.Flag, name, value string) error {
	c, ok := f.(*choiceFlag)
	if !ok || slices.Contains(c.values, value) {
		return nil
	}
	return e.unknown("value", "--"+name+"="+value, c.values)
}

// unknown is the error for a name that does not exist, with the nearest one.
func (e *env) unknown(kind, got string, known []string) error {
	want := got
	if _, v, ok := strings.Cut(got, "="); ok && kind == "value" {
		want = v
	}
	if best := nearest.Of(want, known); best != "" {
		return errorf("error.unknown-"+kind+"-near", "Got", got, "Nearest", best)
	}
	return errorf("error.unknown-"+kind, "Got", got, "Known", strings.Join(known, ", "))
}

func find(list []*cli.Command, name string) *cli.Command {
	for _, c := range list {
		if c.HasName(name) {
			return c
		}
	}
	return nil
}

func names(list []*cli.Command, path []*cli.Command) []string {
	var out []string
	for _, c := range list {
		n := c.Name
		if len(path) > 0 {
			n = path[0].Name + " " + n
		}
		out = append(out, n)
	}
	return out
}

func allCommands(list []*cli.Command) []*cli.Command {
	var out []*cli.Command
	for _, c := range list {
		out = append(append(out, c), allCommands(c.Subcommands)...)
	}
	return out
}

// flag finds a flag of the command, or the one that stands before it.
func (e *env) flag(path []*cli.Command, name string) cli.Flag {
	if len(path) == 0 {
		if name == "ui-lang" {
			if e.rootFlag == nil {
				e.rootFlag = e.uiLangFlag()
			}
			return e.rootFlag
		}
		return nil
	}
	for _, f := range path[len(path)-1].Flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}

func (e *env) flagNames(path []*cli.Command) []string {
	out := []string{"--help"}
	if len(path) == 0 {
		return append(out, "--version", "--ui-lang")
	}
	for _, f := range path[len(path)-1].Flags {
		for _, n := range f.Names() {
			if len(n) > 1 {
				out = append(out, "--"+n)
			}
		}
	}
	return out
}

// flagValue reads the value of a flag before the command line is understood.
func flagValue(args []string, name string) string {
	for i, a := range args {
		if a == "--" {
			break
		}
		n, v, ok := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if len(a) < 2 || a[0] != '-' || n != name {
			continue
		}
		if ok {
			return v
		}
		if i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// help is the help of the program or of a command.
func (e *env) help(path []*cli.Command) string {
	var b strings.Builder
	section := func(id string) { fmt.Fprintf(&b, "\n%s\n", e.t(id)) }
	table := func(rows [][2]string) {
		width := 0
		for _, r := range rows {
			width = max(width, runewidth.StringWidth(r[0]))
		}
		for _, r := range rows {
			for i, l := range strings.Split(r[1], "\n") {
				left := ""
				if i == 0 {
					left = r[0]
				}
				fmt.Fprintf(&b, "  %s%s  %s\n", left, strings.Repeat(" ", width-runewidth.StringWidth(left)), l)
			}
		}
	}
	commandRows := func(prefix string, list []*cli.Command) (rows [][2]string) {
		for _, c := range list {
			if !c.Hidden {
				rows = append(rows, [2]string{prefix + c.Name, c.Usage})
			}
		}
		return rows
	}
	if len(path) == 0 {
		fmt.Fprintf(&b, "tercet: %s\n", e.app.Usage)
		section("help.usage")
		fmt.Fprintf(&b, "  tercet %s\n", e.t("help.synopsis"))
		section("help.commands")
		table(commandRows("", e.app.Commands))
		section("help.examples")
		b.WriteString(indent(e.t("app.examples")))
		fmt.Fprintf(&b, "\n%s\n", e.t("app.footer"))
		return b.String()
	}
	c := path[len(path)-1]
	var full []string
	for _, x := range path {
		full = append(full, x.Name)
	}
	name := strings.Join(full, " ")
	fmt.Fprintf(&b, "tercet %s: %s\n", name, c.Usage)
	section("help.usage")
	if len(c.Subcommands) > 0 {
		fmt.Fprintf(&b, "  tercet %s %s\n", name, e.t("help.synopsis-sub"))
		section("help.commands")
		table(commandRows(name+" ", c.Subcommands))
		return b.String()
	}
	fmt.Fprintf(&b, "  tercet %s %s\n", name, c.ArgsUsage)
	if c.Description != "" {
		b.WriteString("\n" + strings.TrimRight(c.Description, "\n") + "\n")
	}
	section("help.flags")
	var rows [][2]string
	for _, f := range c.Flags {
		rows = append(rows, flagRow(f))
	}
	rows = append(rows, [2]string{"--help, -h", e.t("flag.help")})
	table(rows)
	if c.UsageText != "" {
		section("help.examples")
		b.WriteString(indent(c.UsageText))
	}
	return b.String()
}

func indent(s string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n  ") + "\n"
}

// flagRow is a flag with its values or the kind of its value, and what it does.
func flagRow(f cli.Flag) [2]string {
	var usage, value, def string
	switch f := f.(type) {
	case *choiceFlag:
		usage, value, def = f.Usage, strings.Join(f.values, "|"), f.Value
	case *cli.StringFlag:
		usage, value, def = f.Usage, "TEXT", f.Value
	case *cli.StringSliceFlag:
		usage, value = f.Usage, "TEXT"
	case *cli.BoolFlag:
		usage = f.Usage
	}
	if u, v, ok := strings.Cut(usage, " ‖ "); ok { // "what it does ‖ FILE"
		usage, value = u, v
	}
	name := "--" + f.Names()[0]
	for _, n := range f.Names()[1:] {
		if len(n) == 1 {
			name += ", -" + n
		} else {
			name += ", --" + n
		}
	}
	if value != "" {
		name += " " + value
	}
	if def != "" {
		usage += " [" + def + "]"
	}
	return [2]string{name, usage}
}
