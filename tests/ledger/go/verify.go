// Verify reads one log as JSON from standard input and checks it with Go's own sumdb packages.
// It prints "verified" or, on standard error, what did not hold.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Index int64    `json:"index"`
	Proof [][]byte `json:"proof"`
}

type consistency struct {
	Size  int64    `json:"size"`
	Root  []byte   `json:"root"`
	Proof [][]byte `json:"proof"`
}

type log struct {
	Note        []byte            `json:"note"`
	Vkey        string            `json:"vkey"`
	Entries     [][]byte          `json:"entries"`
	Inclusion   []inclusion       `json:"inclusion"`
	Consistency []consistency     `json:"consistency"`
	Tiles       map[string][]byte `json:"tiles"`
}

func main() {
	var input log
	if err := json.NewDecoder(os.Stdin).Decode(&input); err != nil {
		fail(err)
	}
	for _, step := range []func(log, tlog.Tree) error{checkInclusion, checkConsistency, checkTiles} {
		if err := step(input, head(input)); err != nil {
			fail(err)
		}
	}
	fmt.Println("verified")
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// head opens the checkpoint and returns the tree that it signs.
func head(input log) tlog.Tree {
	verifier, err := note.NewVerifier(input.Vkey)
	if err != nil {
		fail(err)
	}
	opened, err := note.Open(input.Note, note.VerifierList(verifier))
	if err != nil {
		fail(err)
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail(err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || lines[0] != verifier.Name() {
		fail(fmt.Errorf("checkpoint of %q, key of %q: %v", lines[0], verifier.Name(), err))
	}
	return tlog.Tree{N: size, Hash: hash(root)}
}

func hash(data []byte) (result tlog.Hash) {
	copy(result[:], data)
	return result
}

func hashes(proof [][]byte) (result []tlog.Hash) {
	for _, item := range proof {
		result = append(result, hash(item))
	}
	return result
}

func checkInclusion(input log, tree tlog.Tree) error {
	for _, one := range input.Inclusion {
		leaf := tlog.RecordHash(input.Entries[one.Index])
		if err := tlog.CheckRecord(hashes(one.Proof), tree.N, tree.Hash, one.Index, leaf); err != nil {
			return fmt.Errorf("inclusion of %d: %w", one.Index, err)
		}
	}
	return nil
}

func checkConsistency(input log, tree tlog.Tree) error {
	for _, one := range input.Consistency {
		if err := tlog.CheckTree(hashes(one.Proof), tree.N, tree.Hash, one.Size, hash(one.Root)); err != nil {
			return fmt.Errorf("consistency with %d: %w", one.Size, err)
		}
	}
	return nil
}

// checkTiles lets Go read every leaf hash through our tiles, which it authenticates against the tree.
func checkTiles(input log, tree tlog.Tree) error {
	indexes := make([]int64, tree.N)
	for number := range indexes {
		indexes[number] = tlog.StoredHashIndex(0, int64(number))
	}
	found, err := tlog.TileHashReader(tree, tiles(input.Tiles)).ReadHashes(indexes)
	if err != nil {
		return err
	}
	for number, leaf := range found {
		if leaf != tlog.RecordHash(input.Entries[number]) {
			return fmt.Errorf("tile hash of entry %d differs", number)
		}
	}
	return nil
}

type tiles map[string][]byte

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles finds a tile by Go's path without the height, which C2SP leaves out.
func (t tiles) ReadTiles(wanted []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		content, known := t[path]
		if !known {
			return nil, fmt.Errorf("no tile %s", path)
		}
		data = append(data, content)
	}
	return data, nil
}
