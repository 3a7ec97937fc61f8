// Command tercet segments, aligns and checks the versions of a text in several
// languages. See README.md, or run tercet --help.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"github.com/tercet/tercet/internal/locale"
)

// Exit statuses.
const (
	exitClean       = 0
	exitFindings    = 1
	exitUnusable    = 2
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	done := make(chan int, 1)
	e := &env{args: os.Args[1:], stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	go func() { done <- e.run() }()
	select {
	case status := <-done:
		stop()
		os.Exit(status)
	case <-ctx.Done():
		e.discard()
		os.Exit(exitInterrupted)
	}
}

// commands lists the commands in the order of the help. A new command is one
// file and one line here.
func commands(e *env) []*cli.Command {
	return []*cli.Command{
		checkCommand(e),
		alignCommand(e),
		segmentCommand(e),
		glossaryCommand(e),
		lexiconCommand(e),
		checksCommand(e),
		explainCommand(e),
		completionCommand(e),
		versionCommand(e),
	}
}

// env is what a run works with: no command touches os.Args, os.Stdout or the
// locale by itself.
type env struct {
	args   []string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	p      *locale.Printer
	app    *cli.App
	status int
	// rootFlag is --ui-lang before the command.
	rootFlag cli.Flag
	temp     tempFiles
}

// t is a message in the reader's language.
func (e *env) t(id string, args ...any) string { return e.p.T(id, args...) }

// run carries out the command line and returns the exit status.
func (e *env) run() (status int) {
	defer e.discard()
	e.p = locale.For(locale.Preferred(flagValue(e.args, "ui-lang")))
	e.app = &cli.App{
		Name:            "tercet",
		Usage:           e.t("app.usage"),
		HideHelp:        true,
		HideHelpCommand: true,
		HideVersion:     true,
		Commands:        commands(e),
		Writer:          e.stdout,
		ErrWriter:       e.stderr,
		ExitErrHandler:  func(*cli.Context, error) {},
		OnUsageError:    func(_ *cli.Context, err error, _ bool) error { return usageError{err} },
	}
	for _, c := range allCommands(e.app.Commands) {
		c.OnUsageError = e.app.OnUsageError
		c.HideHelp = true
		c.Flags = append(c.Flags, e.uiLangFlag())
	}
	line, err := e.arrange(e.args)
	if err == nil && line.help {
		err = e.print(e.help(line.path))
	} else if err == nil {
		err = e.app.Run(line.args)
	}
	if err != nil {
		e.fail(err)
		return exitUnusable
	}
	return e.status
}

// usageError is a command line that cannot be carried out.
type usageError struct{ error }

// fail prints one message about what stopped the run.
func (e *env) fail(err error) {
	var le *locale.Error
	msg := err.Error()
	if errors.As(err, &le) {
		msg = le.In(e.p)
	}
	fmt.Fprintf(e.stderr, "tercet: %s\n", msg)
}

// errorf makes an error of the catalogue that has no place in a file.
func errorf(id string, args ...any) error { return locale.Errorf("", 0, 0, id, args...) }

// terminal reports whether a stream is a terminal.
func terminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// color reports whether what goes to w is coloured: on a terminal, unless
// NO_COLOR is set (no-color.org) or TERM says dumb.
func color(w io.Writer) bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && terminal(w)
}

// version is the version of the build: set by the linker, else the module's.
var version = ""

func buildVersion() string {
	if version != "" {
		return version
	}
	if bi, ok := debug.ReadBuildInfo(); ok && bi.Main.Version != "" && bi.Main.Version != "(devel)" {
		return bi.Main.Version
	}
	return "0.1.0-dev"
}
