package main

import (
	"errors"
	"net/http"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/tercet/tercet/divergence/neural"
	"github.com/tercet/tercet/internal/config"
	"github.com/tercet/tercet/internal/locale"
	"github.com/tercet/tercet/internal/openai"
)

// scorerFlags are the flags of a command that lets a model judge beads.
func (e *env) scorerFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "scorer", Usage: e.t("flag.scorer")},
		&cli.StringFlag{Name: "scorer-model", Usage: e.t("flag.scorer-model")},
		&cli.StringFlag{Name: "scorer-cache", Usage: e.t("flag.scorer-cache")},
	}
}

// scorer is the client that --scorer asks for; nil without it. The file may say
// which model and which folder, never that a server be asked: a tercet.yaml is
// found without being named, and texts must not leave by it.
func (e *env) scorer(c *cli.Context, cfg *config.Config) (*neural.Client, error) {
	address := c.String("scorer")
	if address == "" {
		for _, f := range []string{"scorer-model", "scorer-cache"} {
			if c.String(f) != "" {
				return nil, errorf("error.scorer-missing", "Flag", "--"+f)
			}
		}
		return nil, nil
	}
	o := neural.Options{URL: address, Model: setting(c, "scorer-model", cfg.ScorerModel), Cache: setting(c, "scorer-cache", cfg.ScorerCache), Key: os.Getenv(openai.KeyVariable)}
	s, err := neural.New(o)
	if err != nil {
		return nil, errorf("error.server-address", "Flag", "--scorer", "Got", openai.Shown(address))
	}
	return s, nil
}

// scorerState is what stops a check whose scorer cannot be used: nil without
// scorer, or where it can.
func scorerState(s *neural.Client, model string, last bool) error {
	if s == nil {
		return nil
	}
	err := s.Err()
	if err == nil && last {
		err = s.Done()
	}
	return serverError(err, "--scorer", model)
}

// serverError puts the error of a server that flag named into the catalogues'
// words.
func serverError(err error, flag, model string) error {
	var oe *openai.Error
	var ue *neural.Unusable
	switch {
	case errors.As(err, &ue):
		return locale.Errorf(ue.URL, 0, 0, "error.server-unusable", "Count", ue.Count, "Example", ue.Example, "Flag", flag)
	case !errors.As(err, &oe):
		return err
	}
	id := "error.server"
	switch oe.Status {
	case 0:
		id = "error.server-away"
	case http.StatusUnauthorized, http.StatusForbidden:
		id = "error.server-key"
	case http.StatusBadRequest, http.StatusNotFound:
		if model == "" {
			id = "error.server-model"
		}
	}
	return locale.Errorf(oe.URL, 0, 0, id, "Why", oe.Why, "Flag", flag, "Variable", openai.KeyVariable)
}

// unscored warns of beads that the scorer gave no usable answer for.
func (e *env) unscored(s *neural.Client) {
	if s == nil {
		return
	}
	if n, of, example := s.Unscored(); n > 0 {
		e.warn(locale.Errorf(s.URL(), 0, 0, "warning.unscored", "Count", n, "Of", of, "Example", example))
	}
}
