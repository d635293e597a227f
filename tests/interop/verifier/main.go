// A log of C2SP tlog-tiles, verified with the code of Go's checksum database and nothing of ours:
//
//	verifier VKEY FOLDER WITNESS-VKEY… — prints what it verified, or leaves with 1
//
// FOLDER is a published log; beside `checkpoint` and `tile` it may hold `checkpoints/*` (earlier
// checkpoints) and `proofs/*.tlog-proof`.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tiles reads tiles of height 8 from a folder, as C2SP tlog-tiles lays them out.
type tiles string

func (folder tiles) Height() int                         { return 8 }
func (folder tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (folder tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		path = strings.Replace(path, "tile/data/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(string(folder), path))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

// cosigner verifies cosignature/v1 of Ed25519 (C2SP tlog-cosignature).
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	header := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(header), text...), sig[8:])
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func open(data []byte, key note.Verifier) tlog.Tree {
	opened, err := note.Open(data, note.VerifierList(key))
	check(err)
	tree, err := tlog.ParseTree([]byte(opened.Text))
	if err != nil { // ParseTree wants the first line of Go's own log
		lines := strings.SplitN(opened.Text, "\n", 2)
		tree, err = tlog.ParseTree([]byte("go.sum database tree\n" + lines[1]))
	}
	check(err)
	return tree
}

func main() {
	key, err := note.NewVerifier(os.Args[1])
	check(err)
	folder := os.Args[2]
	newest, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check(err)
	tree := open(newest, key)
	reader := tlog.TileHashReader(tree, tiles(folder))

	for n := int64(0); n < tree.N; n += 256 {
		width := min(256, tree.N-n)
		data, err := tiles(folder).ReadTiles([]tlog.Tile{{H: 8, L: -1, N: n / 256, W: int(width)}})
		check(err)
		bundle := data[0]
		for i := n; i < n+width; i++ {
			length := binary.BigEndian.Uint16(bundle)
			record := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			proof, err := tlog.ProveRecord(tree.N, i, reader)
			check(err)
			check(tlog.CheckRecord(proof, tree.N, tree.Hash, i, tlog.RecordHash(record)))
		}
		if len(bundle) != 0 {
			log.Fatal("a bundle goes on after its last entry")
		}
	}
	fmt.Println("records", tree.N)

	earlier, err := filepath.Glob(filepath.Join(folder, "checkpoints", "*"))
	check(err)
	for _, path := range earlier {
		data, err := os.ReadFile(path)
		check(err)
		old := open(data, key)
		proof, err := tlog.ProveTree(tree.N, old.N, reader)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))
	}
	fmt.Println("consistent", len(earlier))

	proofs, err := filepath.Glob(filepath.Join(folder, "proofs", "*.tlog-proof"))
	check(err)
	for _, path := range proofs {
		data, err := os.ReadFile(path)
		check(err)
		head, checkpoint, _ := strings.Cut(string(data), "\n\n")
		lines := strings.Split(head, "\n")
		record, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
		check(err)
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
		check(err)
		var proof tlog.RecordProof
		for _, line := range lines[3:] {
			hash, err := tlog.ParseHash(line)
			check(err)
			proof = append(proof, hash)
		}
		covering := open([]byte(checkpoint), key)
		check(tlog.CheckRecord(proof, covering.N, covering.Hash, index, tlog.RecordHash(record)))
	}
	fmt.Println("proofs", len(proofs))

	for _, vkey := range os.Args[3:] {
		name, rest, _ := strings.Cut(vkey, "+")
		hash, material, _ := strings.Cut(rest, "+")
		id, err := strconv.ParseUint(hash, 16, 32)
		check(err)
		raw, err := base64.StdEncoding.DecodeString(material)
		check(err)
		_, err = note.Open(newest, note.VerifierList(cosigner{name, uint32(id), raw[1:]}))
		check(err)
	}
	fmt.Println("cosignatures", len(os.Args)-3)
}
