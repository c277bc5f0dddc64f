// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.links;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** How a jar links to the classes of others: what it names there must be there, and what these leave to it must be done. */
final class Links {
    private final Classes jar;
    private final Classes all;

    /**
     * @param jar the jar in hand
     * @param all the jar, and what it is loaded with
     */
    Links(Classes jar, Classes all) {
        this.jar = jar;
        this.all = all;
    }

    /** The types and members of others that the jar names, and the types above its classes, and whether they are there. */
    Map<String, Boolean> used() {
        Map<String, Boolean> used = new TreeMap<>();
        for (String name : jar.ownNames()) {
            References references = References.of(jar.octets(name));
            Stream.concat(references.types().stream(), all.above(name).stream())
                    .filter(this::isForeign)
                    .forEach(type -> used.put(type, has(type)));
            references.members().forEach(use -> foreignOwner(use.owner(), use.member())
                    .map(owner -> owner + "." + use.member())
                    .ifPresent(line -> used.put(line, has(line))));
        }
        return used;
    }

    /** Whether a line of {@link #used}, a type or {@code type.member}, is there. */
    boolean has(String line) {
        int dot = line.indexOf('.');
        return dot < 0
                ? all.find(line).isPresent()
                : all.member(line.substring(0, dot), line.substring(dot + 1)).isPresent();
    }

    /** The type outside the jar from which the member comes; empty if it comes from the jar or from Java. */
    private Optional<String> foreignOwner(String owner, String member) {
        if (!jar.has(owner)) {
            return Optional.of(owner).filter(this::isForeign);
        }
        ClassFacts facts = jar.find(owner).orElseThrow();
        if (facts.members().containsKey(member)) {
            return Optional.empty();
        }
        List<String> owners = facts.parents().stream()
                .flatMap(parent -> foreignOwner(parent, member).stream())
                .toList();
        return owners.stream()
                .filter(one -> all.member(one, member).isPresent())
                .findFirst()
                .or(() -> isInherited(owner, member)
                        ? Optional.empty()
                        : owners.stream().findFirst());
    }

    private boolean isInherited(String owner, String member) {
        return all.member(owner, member).isPresent();
    }

    /** The types above classes of the jar, and those of its lambdas, with the methods that they leave to it. */
    Set<String> left() {
        Set<String> left = new TreeSet<>();
        for (String name : jar.ownNames()) {
            Stream.concat(all.above(name).stream(), lambdas(name).flatMap(lambda -> withAbove(lambda.owner())))
                    .filter(this::isForeign)
                    .forEach(type -> all.find(type)
                            .ifPresent(facts -> facts.members().forEach((member, flags) -> {
                                if ((flags & Opcodes.ACC_ABSTRACT) != 0) {
                                    left.add(type + "." + member);
                                }
                            })));
        }
        return left;
    }

    private Stream<References.Member> lambdas(String name) {
        return References.of(jar.octets(name)).lambdas().stream();
    }

    private Stream<String> withAbove(String type) {
        return Stream.concat(Stream.of(type), all.above(type).stream());
    }

    /** Neither of the jar nor of Java. */
    private boolean isForeign(String type) {
        return !jar.has(type) && !all.isOfJava(type);
    }

    /**
     * The final classes that classes of the jar extend, and the methods that they, and its lambdas, would have to have and do not.
     *
     * @param left lines of {@link #left}, of all types above the classes
     * @param finals final classes, besides those that are there
     */
    Set<String> undone(Set<String> left, Set<String> finals) {
        Set<String> undone = new TreeSet<>();
        for (String name : jar.ownNames()) {
            for (String type : all.above(name)) {
                if (finals.contains(type)
                        || all.find(type).filter(ClassFacts::isFinal).isPresent()) {
                    undone.add(name + " extends the final " + type);
                }
                if (!jar.find(name).orElseThrow().isAbstract()) {
                    methods(left, type)
                            .filter(method -> !isDone(name, method))
                            .forEach(method -> undone.add(name + " lacks " + method + " of " + type));
                }
            }
            lambdas(name).forEach(lambda -> withAbove(lambda.owner()).forEach(type -> methods(left, type)
                    .filter(method -> !method.equals(lambda.member()) && !isDone(lambda.owner(), method))
                    .forEach(method -> undone.add("a lambda of " + name + " lacks " + method + " of " + type))));
        }
        return undone;
    }

    private static Stream<String> methods(Set<String> left, String type) {
        return left.stream().filter(line -> line.startsWith(type + ".")).map(line -> line.substring(type.length() + 1));
    }

    private boolean isDone(String name, String method) {
        Optional<ClassFacts> facts = all.find(name);
        if (facts.isEmpty()) {
            return false;
        }
        Integer flags = facts.get().members().get(method);
        return (flags != null && (flags & Opcodes.ACC_ABSTRACT) == 0)
                || facts.get().parents().stream().anyMatch(parent -> isDone(parent, method));
    }
}
