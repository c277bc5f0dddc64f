// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.links;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a class declares: its flags, the types above it, and its members by name and descriptor, with their flags. */
record ClassFacts(int flags, List<String> parents, Map<String, Integer> members) {
    private static final int SHORT = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;

    static ClassFacts read(byte[] octets) {
        List<String> parents = new ArrayList<>();
        Map<String, Integer> members = new HashMap<>();
        ClassReader reader = new ClassReader(octets);
        if (reader.getSuperName() != null) {
            parents.add(reader.getSuperName());
        }
        parents.addAll(List.of(reader.getInterfaces()));
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(int flags, String name, String type, String generic, String[] e) {
                        members.put(name + type, flags);
                        return null;
                    }

                    @Override
                    public FieldVisitor visitField(int flags, String name, String type, String generic, Object value) {
                        members.put(name + " " + type, flags);
                        return null;
                    }
                },
                SHORT);
        return new ClassFacts(reader.getAccess(), parents, members);
    }

    boolean isAbstract() {
        return (flags & Opcodes.ACC_ABSTRACT) != 0;
    }

    boolean isFinal() {
        return (flags & Opcodes.ACC_FINAL) != 0;
    }
}
