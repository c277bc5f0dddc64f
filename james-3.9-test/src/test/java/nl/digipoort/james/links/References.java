// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.links;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * What a class names: types, also as text, and members as {@code owner.name descriptor}, with {@code owner} as the class file has it. A
 * lambda names the method of the interface that it stands for.
 */
final class References {
    /** Some are looked up by name. */
    private static final Pattern CLASS_NAME =
            Pattern.compile("(org[.]apache[.]james|com[.]datastax|jakarta|javax)([.][a-z0-9]+)+[.][A-Z]\\w+");

    private final Set<String> types = new TreeSet<>();
    private final Set<Member> members = new TreeSet<>();
    private final Set<Member> lambdas = new TreeSet<>();

    /** A method or field that is used. */
    record Member(String owner, String member) implements Comparable<Member> {
        @Override
        public int compareTo(Member other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return owner + "." + member;
        }
    }

    static References of(byte[] octets) {
        References references = new References();
        ClassVisitor methods = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int flags, String name, String type, String generic, String[] exceptions) {
                return references.new Instructions();
            }
        };
        new ClassReader(octets).accept(new ClassRemapper(methods, references.new Types()), ClassReader.SKIP_DEBUG);
        return references;
    }

    Set<String> types() {
        return types;
    }

    Set<Member> members() {
        return members;
    }

    /** The methods that its lambdas stand for. Whatever else the interface leaves to them, they lack. */
    Set<Member> lambdas() {
        return lambdas;
    }

    private void use(String owner, String member) {
        if (!owner.startsWith("[")) {
            members.add(new Member(owner, member));
        }
    }

    private final class Types extends Remapper {
        private Types() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String name) {
            types.add(name);
            return name;
        }
    }

    private final class Instructions extends MethodVisitor {
        private Instructions() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitMethodInsn(int code, String owner, String name, String type, boolean onInterface) {
            use(owner, name + type);
        }

        @Override
        public void visitFieldInsn(int code, String owner, String name, String type) {
            use(owner, name + " " + type);
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof String text && CLASS_NAME.matcher(text).matches()) {
                types.add(text.replace('.', '/'));
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
            if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                String owner = Type.getReturnType(type).getInternalName();
                String method = name + ((Type) arguments[0]).getDescriptor();
                use(owner, method);
                lambdas.add(new Member(owner, method));
            }
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    boolean field = handle.getTag() <= Opcodes.H_PUTSTATIC;
                    use(handle.getOwner(), handle.getName() + (field ? " " : "") + handle.getDesc());
                }
            }
        }
    }
}
