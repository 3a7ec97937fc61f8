package main

import (
	"fmt"
	"runtime"

	"github.com/urfave/cli/v2"
)

func versionCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:      "version",
		Usage:     e.t("cmd.version.usage"),
		UsageText: "tercet version",
		Action: func(c *cli.Context) error {
			if err := noFiles(c); err != nil {
				return err
			}
			fmt.Fprintf(e.stdout, "tercet %s %s/%s %s\n", buildVersion(), runtime.GOOS, runtime.GOARCH, runtime.Version())
			return nil
		},
	}
}
