// judge FOLDER VKEY says whether golang.org/x/mod takes a log: its head, every entry, and proofs of both kinds.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type files string

func (f files) Height() int { return 8 }

func (f files) path(tile tlog.Tile) string { // x/mod names the height too
	return filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
}

func (f files) ReadTiles(tiles []tlog.Tile) (read [][]byte, err error) {
	for _, tile := range tiles {
		data, err := os.ReadFile(f.path(tile))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}

func (f files) SaveTiles([]tlog.Tile, [][]byte) {}

func head(f files, vkey string) (tree tlog.Tree, err error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, err
	}
	data, err := os.ReadFile(filepath.Join(string(f), "checkpoint"))
	if err != nil {
		return tree, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tree, fmt.Errorf("no head of %s", verifier.Name())
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tree, fmt.Errorf("no root: %v", err)
	}
	copy(tree.Hash[:], root)
	return tree, nil
}

func bundle(f files, tile tlog.Tile) (entries [][]byte, err error) {
	data, err := os.ReadFile(strings.Replace(f.path(tile), "tile/0/", "tile/entries/", 1))
	for err == nil && len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("bundle %d is cut off", tile.N)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries, data = append(entries, data[2:end]), data[end:]
	}
	if err == nil && len(entries) != tile.W {
		err = fmt.Errorf("bundle %d has %d entries", tile.N, len(entries))
	}
	return entries, err
}

func proven(tree tlog.Tree, reader tlog.HashReader, at int64, leaf tlog.Hash) error {
	record, err := tlog.ProveRecord(tree.N, at, reader)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(record, tree.N, tree.Hash, at, leaf); err != nil {
		return err
	}
	older, err := tlog.TreeHash(at+1, reader)
	if err != nil {
		return err
	}
	path, err := tlog.ProveTree(tree.N, at+1, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(path, tree.N, tree.Hash, at+1, older)
}

func judge(f files, vkey string) (taken int64, err error) {
	tree, err := head(f, vkey)
	if err != nil {
		return 0, err
	}
	reader := tlog.TileHashReader(tree, f)
	for start := int64(0); start < tree.N; start += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: start / 256, W: int(min(256, tree.N-start))}
		entries, err := bundle(f, tile)
		if err != nil {
			return taken, err
		}
		for _, entry := range entries {
			leaf := tlog.RecordHash(entry)
			hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, taken)})
			if err != nil {
				return taken, err
			}
			if hashes[0] != leaf {
				return taken, fmt.Errorf("entry %d is another", taken)
			}
			if taken%61 == 0 || taken == tree.N-1 {
				if err := proven(tree, reader, taken, leaf); err != nil {
					return taken, err
				}
			}
			taken++
		}
	}
	return taken, nil
}

func main() {
	taken, err := judge(files(os.Args[1]), os.Args[2])
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println("accepted", taken)
}
