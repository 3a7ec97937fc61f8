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
			return e.print(fmt.Sprintf("tercet %s %s/%s %s\n", buildVersion(), runtime.GOOS, runtime.GOARCH, runtime.Version()))
		},
	}
}
