package main

import (
	"sort"
	"strings"

	"github.com/urfave/cli/v2"
)

// The scripts ask `tercet completion words WORD...` for what may stand at the
// end of a command line; where it has nothing to say, files are offered.
var completionScripts = map[string]string{
	"bash": `_tercet() {
    local IFS=$'\n'
    COMPREPLY=($(compgen -W "$(tercet completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o filenames -F _tercet tercet
`,
	"zsh": `#compdef tercet
_tercet() {
    local -a words_
    words_=("${(@f)$(tercet completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n "${words_[1]}" ]]; then compadd -- "${words_[@]}"; else _files; fi
}
compdef _tercet tercet
`,
	"fish": `function __tercet_words
    set -l tokens (commandline -opc) (commandline -ct)
    tercet completion words -- $tokens[2..-1] 2>/dev/null
end
complete -c tercet -a '(__tercet_words)'
`,
	"powershell": `Register-ArgumentCompleter -Native -CommandName tercet -ScriptBlock {
    param($word, $ast, $cursor)
    $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($word -eq '') { $words += '' }
    tercet completion words -- @words 2>$null | Where-Object { $_ -like "$word*" } |
        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
`,
}

func shells() []string {
	var out []string
	for s := range completionScripts {
		out = append(out, s)
	}
	sort.Strings(out)
	return out
}

func completionCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "completion",
		Usage:       e.t("cmd.completion.usage"),
		ArgsUsage:   strings.Join(shells(), "|"),
		Description: e.t("cmd.completion.about"),
		UsageText:   "source <(tercet completion bash)\ntercet completion zsh > \"${fpath[1]}/_tercet\"\ntercet completion fish > ~/.config/fish/completions/tercet.fish",
		Action: func(c *cli.Context) error {
			a := c.Args().Slice()
			switch {
			case len(a) > 0 && a[0] == "words":
				var b strings.Builder
				for _, w := range e.complete(a[1:]) {
					b.WriteString(w + "\n")
				}
				return e.print(b.String())
			case len(a) != 1:
				return errorf("error.completion-shell", "Known", strings.Join(shells(), ", "))
			case completionScripts[a[0]] == "":
				return e.unknown("shell", a[0], shells())
			}
			return e.print(completionScripts[a[0]])
		},
	}
}

// complete lists what may stand in place of the last word.
func (e *env) complete(words []string) []string {
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	if len(words) == 0 {
		words = []string{""}
	}
	last, before := words[len(words)-1], words[:len(words)-1]
	list := e.app.Commands
	var path []*cli.Command
	var open cli.Flag // the flag that waits for a value
	for _, w := range before {
		open = nil
		if strings.HasPrefix(w, "-") {
			f := e.flag(path, strings.TrimLeft(w, "-"))
			if _, isBool := f.(*cli.BoolFlag); f != nil && !isBool {
				open = f
			}
			continue
		}
		if c := find(list, w); c != nil {
			path = append(path, c)
			list = c.Subcommands
		}
	}
	var known []string
	switch c, isChoice := open.(*choiceFlag); {
	case isChoice:
		known = c.values
	case open != nil && (open.Names()[0] == "only" || open.Names()[0] == "skip"):
		known = checkNames()
	case open != nil:
		return nil // a file or a text
	case strings.HasPrefix(last, "-"):
		known = e.flagNames(path)
	case len(path) > 0 && path[len(path)-1].Name == "explain":
		known = checkNames()
	case len(path) > 0 && path[len(path)-1].Name == "completion":
		known = shells()
	default:
		known = names(list, nil)
	}
	var out []string
	for _, k := range known {
		if strings.HasPrefix(k, last) {
			out = append(out, k)
		}
	}
	return out
}
