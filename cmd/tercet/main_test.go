package main

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tercet/tercet/internal/openai/openaitest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tercet": main})
}

// TestScript runs the stories in testdata/script. Besides testscript's own
// commands they have:
//
//	bytes FILE STRING    writes a Go string literal's bytes (without its quotes)
//	lines FILE N         fails unless the file has N lines
//	asked [N]            fails unless $SERVER got N requests since the last asked
//
// and $READOUTS, the folder of the readouts of the repository, and $SERVER, the
// address of a server of package openaitest.
func TestScript(t *testing.T) {
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	readouts := strings.TrimSuffix(wd, "/cmd/tercet") + "/testdata/readouts"
	server := openaitest.Start(t, "../../align/lexicon/data/seed")
	seen := int32(0)
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("READOUTS", readouts)
			e.Setenv("SERVER", server.URL)
			e.Setenv("TERCET_API_KEY", "")
			e.Setenv("LANG", "en_GB.UTF-8")
			e.Setenv("LC_ALL", "")
			e.Setenv("LC_MESSAGES", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bytes": func(ts *testscript.TestScript, _ bool, args []string) {
				s, err := strconv.Unquote(`"` + args[1] + `"`)
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(s), 0o666))
			},
			"asked": func(ts *testscript.TestScript, neg bool, args []string) {
				n := server.Requests.Load() - seen
				seen += n
				if len(args) > 0 && (strconv.Itoa(int(n)) == args[0]) == neg {
					ts.Fatalf("%d requests", n)
				}
			},
			"lines": func(ts *testscript.TestScript, neg bool, args []string) {
				n := strings.Count(ts.ReadFile(args[0]), "\n")
				if (strconv.Itoa(n) == args[1]) == neg {
					ts.Fatalf("%s has %d lines", args[0], n)
				}
			},
		},
	})
}
